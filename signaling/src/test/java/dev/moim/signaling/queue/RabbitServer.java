package dev.moim.signaling.queue;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.ConnectionFactory;
import dev.moim.signaling.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A RabbitMQ of our own: Debian's program as children of the test, with a node name, ports, data and a cookie that
/// nobody else has.
public final class RabbitServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final int TRIES = 1200;

    private final Path folder;
    private final int port;
    private final int distribution;
    private final int names;
    private final Process epmd;
    private Process node;

    /// Skips the test where there is none.
    public RabbitServer() throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "no RabbitMQ here: apt-get install rabbitmq-server");
        folder = Files.createTempDirectory("moim-rabbit");
        port = freePort();
        distribution = freePort();
        names = freePort();
        Files.writeString(
                folder.resolve("rabbitmq.conf"),
                """
                listeners.tcp.1 = 127.0.0.1:%d
                disk_free_limit.absolute = 10MB
                """
                        .formatted(port));
        Files.writeString(folder.resolve("plugins"), "[].\n");
        // In the foreground, so that it ends with us: Erlang would start one that stays.
        epmd = start(List.of("epmd", "-port", "" + names, "-address", "127.0.0.1"));
        node = startNode();
        awaitUp();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process startNode() throws IOException {
        return start(List.of(PROGRAM.toString()));
    }

    private Process start(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "HOME", folder.toString(),
                        "RABBITMQ_NODENAME", "moim-test-" + port + "@localhost",
                        "RABBITMQ_DIST_PORT", "" + distribution,
                        "ERL_EPMD_PORT", "" + names,
                        "ERL_EPMD_ADDRESS", "127.0.0.1",
                        "RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString(),
                        "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("plugins").toString()));
        // No busy waiting: the tests' machine is small.
        builder.environment()
                .put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none +S 2");
        return builder.start();
    }

    /// Returns when it speaks.
    public void awaitUp() {
        for (int i = 0; i < TRIES; i++) {
            if (speaks()) {
                return;
            }
            if (!node.isAlive()) {
                throw new AssertionError("RabbitMQ ended: " + output());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("RabbitMQ does not start: " + output());
    }

    /// Wrong first words get the right ones back (AMQP 0-9-1, section 4.2.2).
    private boolean speaks() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(2000);
            socket.getOutputStream().write("HELLO???".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'A';
        } catch (IOException e) {
            return false;
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// What leads a server or a worker here.
    public Map<String, Object> settings() {
        return Map.of("moim.queue", "rabbitmq", "moim.rabbitmq.uri", uri());
    }

    public String uri() {
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /// Whether messages wait in the queue.
    public boolean holds(String queue) {
        var factory = new ConnectionFactory();
        factory.setPort(port);
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount() > 0;
        } catch (IOException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /// Kills the node as a power cut would.
    public void kill() {
        end(node);
        Eventually.isTrue("the port is free", () -> !speaks());
    }

    /// Starts it again on the same data.
    public void restart() throws IOException {
        node = startNode();
        awaitUp();
    }

    private static void end(Process process) {
        var all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    @Override
    public void close() {
        end(node);
        end(epmd);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
