package dev.moim.signaling.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a client and a server and breaks what it is told to.
public final class FaultyProxy implements AutoCloseable {
    /// What happens to connections from now on.
    public sealed interface Fault {
        record None() implements Fault {}

        /// Closes at once.
        record Away() implements Fault {}

        /// Answers each request with an error.
        record Refusing(int status) implements Fault {}

        /// Ends after so many bytes from the client.
        record Cutting(long afterBytes) implements Fault {}

        /// Works for so many bytes from all clients together, then every connection ends.
        record Lasting(long bytes) implements Fault {}

        /// Passes bytes on at this rate.
        record Slow(int bytesPerSecond) implements Fault {}
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong fromClients = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long begun;
    private volatile Fault fault = new Fault.None();

    public FaultyProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Bytes that clients sent and the server was given.
    public long passed() {
        return fromClients.get();
    }

    /// How often a client has come.
    public int connections() {
        return connections.get();
    }

    /// Breaks or mends; connections that are open end.
    public void set(Fault next) {
        begun = fromClients.get();
        fault = next;
        open.forEach(FaultyProxy::end);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client, fault));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client, Fault how) {
        open.add(client);
        try (client) {
            switch (how) {
                case Fault.Away() -> client.setSoLinger(true, 0);
                case Fault.Refusing(int status) -> refuse(client, status);
                case Fault.None() -> pass(client, Long.MAX_VALUE, Integer.MAX_VALUE);
                case Fault.Cutting(long afterBytes) -> pass(client, afterBytes, Integer.MAX_VALUE);
                case Fault.Lasting(long bytes) -> pass(client, begun + bytes - fromClients.get(), Integer.MAX_VALUE);
                case Fault.Slow(int bytesPerSecond) -> pass(client, Long.MAX_VALUE, bytesPerSecond);
            }
        } catch (IOException e) {
            // One side went away: the other one is closed below.
        } finally {
            open.remove(client);
        }
    }

    private static void refuse(Socket client, int status) throws IOException {
        client.getInputStream().read(new byte[64 * 1024]);
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private void pass(Socket client, long bytes, int rate) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            open.add(socket);
            Thread.ofVirtual().start(() -> back(socket, client));
            copy(client.getInputStream(), socket.getOutputStream(), bytes, rate, fromClients);
            open.remove(socket);
        }
    }

    private void back(Socket socket, Socket client) {
        try {
            copy(
                    socket.getInputStream(),
                    client.getOutputStream(),
                    Long.MAX_VALUE,
                    Integer.MAX_VALUE,
                    new AtomicLong());
        } catch (IOException e) {
            // The end of the connection, seen from here.
        } finally {
            end(client);
        }
    }

    private static void copy(InputStream in, OutputStream out, long limit, int rate, AtomicLong count)
            throws IOException {
        byte[] buffer = new byte[8 * 1024];
        long left = limit;
        for (int read = in.read(buffer); read > 0 && left > 0; read = in.read(buffer)) {
            int passing = (int) Math.min(read, left);
            if (rate < Integer.MAX_VALUE) {
                sleep(passing * 1000L / rate);
            }
            out.write(buffer, 0, passing);
            out.flush();
            left -= passing;
            count.addAndGet(passing);
        }
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(FaultyProxy::end);
    }
}
