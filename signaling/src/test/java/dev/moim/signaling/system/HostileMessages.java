package dev.moim.signaling.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Says things on the signaling channel that no client says.
final class HostileMessages {
    private static final String OFFER =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE mic cam v0
            a=ice-ufrag:abcdefgh
            a=ice-pwd:abcdefghabcdefghabcdefgh
            a=fingerprint:sha-256 %s
            a=setup:active
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:mic
            a=sendonly
            a=rtcp-mux
            a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
            a=rtpmap:111 opus/48000/2
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:cam
            a=sendonly
            a=rtcp-mux
            a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=rid:q send
            a=rid:h send
            a=simulcast:send q;h
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:v0
            a=recvonly
            a=rtcp-mux
            a=rtpmap:96 VP8/90000
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            """
                    .formatted("AB" + ":CD".repeat(31));

    private static final List<String> MESSAGES = List.of(
            "{\"type\":\"resume\",\"secret\":\"none\",\"n\":1}",
            "{\"type\":\"view\",\"tiles\":[{\"participant\":\"p-1\",\"source\":\"camera\",\"height\":180}]}",
            "{\"type\":\"media\",\"microphone\":true,\"camera\":true,\"screen\":false,\"screenAudio\":false}",
            "{\"type\":\"kick\",\"participant\":\"p-1\"}",
            "{\"type\":\"ack\",\"n\":9223372036854775807}",
            "{\"type\":\"candidate\",\"mid\":\"0\",\"candidate\":\"candidate:1 1 udp 1 192.0.2.7 9 typ host\"}",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "{\"type\":\"nonsense\"}");

    private static final int MESSAGES_PER_CONNECTION = 30;

    private final Random random;
    private final HttpClient http;
    private final URI channel;

    HostileMessages(long seed, HttpClient http, URI channel) {
        this.random = new Random(seed);
        this.http = http;
        this.channel = channel;
    }

    /// Connects, says a few dozen things and goes; that the server closes first is fine.
    void connectAndMisbehave(String token) {
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("moim.v1", "bearer." + token)
                .buildAsync(channel, new Ignoring())
                .join();
        try {
            socket.sendText(join(random.nextInt(3) == 0 ? OFFER : mutated(OFFER)), true)
                    .join();
            for (int i = 0; i < MESSAGES_PER_CONNECTION; i++) {
                socket.sendText(mutated(message()), true).join();
            }
            socket.sendText("{\"type\":\"leave\"}", true).join();
        } catch (CompletionException closed) {
            // The server had enough.
        } finally {
            socket.abort();
        }
    }

    private String message() {
        return switch (random.nextInt(4)) {
            case 0 -> join(mutated(OFFER));
            case 1 ->
                Json.text(Map.of(
                        "type", "offer", "id", 1 + random.nextInt(5), "sdp", mutated(OFFER), "tracks", tracks()));
            default -> MESSAGES.get(random.nextInt(MESSAGES.size()));
        };
    }

    private static String join(String sdp) {
        return Json.text(Map.of(
                "type",
                "join",
                "name",
                "Mallory",
                "offer",
                Map.of("sdp", sdp.replace("\n", "\r\n"), "tracks", tracks())));
    }

    private static List<Map<String, String>> tracks() {
        return List.of(Map.of("mid", "mic", "source", "microphone"), Map.of("mid", "cam", "source", "camera"));
    }

    /// A few characters changed, lost or repeated.
    private String mutated(String text) {
        var changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !changed.isEmpty(); i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(4)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(1, 0x250));
                case 1 -> changed.delete(at, Math.min(changed.length(), at + random.nextInt(40)));
                case 2 ->
                    changed.insert(at, changed.substring(at, Math.min(changed.length(), at + random.nextInt(200))));
                default -> changed.insert(at, random.nextInt());
            }
        }
        return changed.toString();
    }

    private static final class Ignoring implements WebSocket.Listener {
        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            from.request(1);
            return null;
        }
    }
}
