package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// A WebSocket client that sends whatever bytes a test wants.
final class RawClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    record Frame(int first, byte[] payload) {
        int opcode() {
            return first & 0x0F;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }
    }

    RawClient(int port) throws IOException {
        // A small window, so that a reader who does not read is noticed soon.
        socket.setReceiveBufferSize(16 * 1024);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        socket.setSoTimeout(15_000);
        in = new DataInputStream(socket.getInputStream());
    }

    static String request(String room, String token) {
        return """
                GET /api/v1/rooms/%s/signaling HTTP/1.1
                Host: moim.test
                Upgrade: websocket
                Connection: keep-alive, Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: moim.v1, bearer.%s
                """
                .formatted(room, token);
    }

    void handshake(String room, String token) throws IOException {
        String answer = http(request(room, token));
        assertThat(answer).startsWith("HTTP/1.1 101 ");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=")
                .contains("sec-websocket-protocol: moim.v1\r\n")
                .doesNotContain("bearer")
                .doesNotContain("extensions");
    }

    /// Sends a request's head; the answer's head. Its body is skipped.
    String http(String request) throws IOException {
        raw((request.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        var length = CONTENT_LENGTH.matcher(head);
        if (length.find()) {
            in.skipNBytes(Long.parseLong(length.group(1)));
        }
        return head.toString();
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void text(String text) throws IOException {
        raw(frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /// A frame with a mask in the shortest form.
    static byte[] frame(int first, byte[] payload) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {0x12, 0x34, 0x56, 0x78};
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
        return out.toByteArray();
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first, payload);
    }

    /// The next message; pings of the server are answered on the way.
    JsonNode message() throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.opcode() == PING) {
                raw(frame(0x80 | PONG, frame.payload()));
                continue;
            }
            assertThat(frame.first()).as(() -> "code " + frame.closeCode()).isEqualTo(0x80 | TEXT);
            return JSON.readTree(frame.text());
        }
    }

    /// The next message of a type; others are skipped.
    JsonNode message(String type) throws IOException {
        JsonNode message = message();
        while (!message.get("type").textValue().equals(type)) {
            message = message();
        }
        return message;
    }

    /// The code of the close frame, which must be followed by the end of the connection.
    int closeCode() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        byte[] answer = Arrays.copyOf(frame.payload(), Math.min(2, frame.payload().length));
        try {
            raw(frame(0x80 | CLOSE, answer));
            while (in.read() >= 0) {
                // What else may come is not for us.
            }
        } catch (IOException e) {
            // Closed hard: the close frame was there before.
        }
        return frame.closeCode();
    }

    boolean isClosedByServer() throws IOException {
        try {
            in.readFully(new byte[1]);
            return false;
        } catch (EOFException e) {
            return true;
        }
    }

    JsonNode join(String name) throws IOException {
        text("{\"type\":\"join\",\"name\":\"" + name + "\"}");
        return message("joined");
    }

    /// Ends TCP without a word.
    void drop() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
