package dev.moim.signaling.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads an event stream by hand: a socket, a request, lines.
final class RawStream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;
    private final List<String> head = new ArrayList<>();

    /// @param headers whole lines
    RawStream(int port, String path, String... headers) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        String lines = List.of(headers).stream().map(line -> line + "\r\n").collect(Collectors.joining());
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n"
                + lines + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The status line and the headers.
    List<String> head() throws IOException {
        for (String line = head.isEmpty() ? reader.readLine() : "";
                head.isEmpty() || !line.isEmpty();
                line = reader.readLine()) {
            head.add(line);
        }
        return List.copyOf(head);
    }

    /// The next line of the stream; lines that only frame chunks are left out.
    String line() throws IOException {
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the stream ended");
            }
            if (!line.isEmpty() && !line.matches("[0-9a-f]+")) {
                return line;
            }
        }
    }

    /// The next lines that are neither comments nor the retry time: id, event and data of one event.
    List<String> event() throws IOException {
        var lines = new ArrayList<String>();
        while (lines.size() < 3) {
            String line = line();
            if (!line.startsWith(":") && !line.startsWith("retry:")) {
                lines.add(line);
            }
        }
        return lines;
    }

    /// Reads to the end and says how long that took.
    Duration untilEnd() throws IOException {
        long start = System.nanoTime();
        String line = reader.readLine();
        while (line != null && !line.equals("0")) {
            line = reader.readLine();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Reads to the end of the connection, which may be a reset, and says how much there was.
    long untilCut() {
        long characters = 0;
        try {
            for (String line = head.isEmpty() ? reader.readLine() : ""; line != null; line = reader.readLine()) {
                characters += line.length();
            }
        } catch (SocketException reset) {
            return characters;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return characters;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
