package dev.moim.signaling.loadtest;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.protocol.ProtocolException;
import dev.moim.signaling.protocol.ServerMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A participant's side of the signaling channel (docs/protocol.md): joins, acknowledges, leaves. It does not resume.
/// Any thread.
final class SignalingClient implements WebSocket.Listener {
    private static final ProtocolCodec CODEC = new ProtocolCodec();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /// The protocol asks for one every 5 s.
    private static final long ACK_INTERVAL_NANOS = 2_000_000_000;

    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private CompletionStage<?> sending = CompletableFuture.completedStage(null);
    private @Nullable WebSocket socket;
    private long ackNanos;

    private SignalingClient() {}

    /// @param address of the room's signaling channel, `ws` or `wss`
    /// @return fails when the server refuses the handshake
    static CompletableFuture<SignalingClient> connect(HttpClient http, URI address, String token) {
        var client = new SignalingClient();
        return http.newWebSocketBuilder()
                .subprotocols("moim.v1", "bearer." + token)
                .connectTimeout(CONNECT_LIMIT)
                .buildAsync(address, client)
                .thenApply(opened -> client);
    }

    /// @return the answer's text
    CompletableFuture<String> join(String name, Offer offer) {
        say(new ClientMessage.Join(
                Optional.of(name),
                Optional.of(new ClientMessage.SessionOffer(offer.sdp(), offer.tracks())),
                offer.media(),
                Optional.empty()));
        return answer;
    }

    /// Says goodbye and closes.
    void leave() {
        say(new ClientMessage.Leave());
        synchronized (this) {
            if (socket != null) {
                WebSocket open = socket;
                sending = sending.thenCompose(_ -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
            }
        }
    }

    /// The socket takes one message at a time.
    private synchronized void say(ClientMessage message) {
        if (socket != null) {
            WebSocket open = socket;
            sending = sending.thenCompose(_ -> open.sendText(CODEC.write(message), true));
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        synchronized (this) {
            socket = opened;
            ackNanos = System.nanoTime();
        }
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            onMessage(text);
        }
        from.request(1);
        return null;
    }

    private void onMessage(String text) {
        try {
            var numbered = CODEC.readServer(text);
            if (numbered.message() instanceof ServerMessage.Answer(int _, String sdp)) {
                answer.complete(sdp);
            } else if (numbered.message() instanceof ServerMessage.Failure failure) {
                answer.completeExceptionally(new JoinException("the server says: " + failure.message()));
            }
            acknowledge(numbered.n());
        } catch (ProtocolException e) {
            answer.completeExceptionally(new JoinException("the server said what the protocol does not know", e));
        }
    }

    private void acknowledge(long n) {
        long now = System.nanoTime();
        if (n > 0 && now - ackNanos >= ACK_INTERVAL_NANOS) {
            ackNanos = now;
            say(new ClientMessage.Ack(n));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        answer.completeExceptionally(new JoinException("the server closed the signaling channel with " + code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        answer.completeExceptionally(new JoinException("the signaling channel broke", error));
    }
}
