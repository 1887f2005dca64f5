package dev.moim.signaling.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Opens connections from an address of its own, for the server counts by address, and never closes one.
final class Stranger {
    private static final String ADDRESS = "127.0.0.2";
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final int port;

    Stranger(int port) {
        this.port = port;
    }

    /// Says this and nothing more until the server hangs up.
    ///
    /// @return what came back
    byte[] say(byte[] words) throws IOException {
        try (Socket socket = open()) {
            return sayAndWait(socket, words);
        }
    }

    /// Asks, waits for the head of the answer, says more and then nothing until the server hangs up.
    ///
    /// @return what came after the head
    byte[] say(byte[] request, byte[] words) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("no answer but " + head);
                }
                head.append((char) next);
            }
            return sayAndWait(socket, words);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Socket open() throws IOException {
        var socket = new Socket();
        // Or a server that starts meanwhile could not have the same port.
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(ADDRESS, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), (int) LIMIT.toMillis());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private static byte[] sayAndWait(Socket socket, byte[] words) throws IOException {
        try {
            socket.getOutputStream().write(words);
        } catch (SocketException refused) {
            // What the server said before is still there to be read.
        }
        var heard = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        try {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                heard.write(buffer, 0, length);
            }
        } catch (SocketException reset) {
            // An end as well.
        }
        return heard.toByteArray();
    }
}
