package dev.moim.signaling.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.moim.signaling.queue.Labours;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.EnvironmentPropertySource;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Does the uploads of a server on another machine, until the process is told to stop. No database, no rooms, no ports
/// but the one for its health.
@Command(name = "worker", description = "Bring a server's recordings into the object store, over RabbitMQ.")
final class Worker implements Callable<Integer> {
    private static final int OK = 200;
    private static final int AWAY = 503;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings (YAML or properties): moim.rabbitmq.* and moim.objects.* as the server has them.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            defaultValue = "moim-worker",
            paramLabel = "DIR",
            description = "Folder for files on their way, or the server's data folder where it is shared;"
                    + " default ${DEFAULT-VALUE}.")
    private Path data = Path.of("moim-worker");

    @Option(
            names = "--health-port",
            paramLabel = "N",
            description = "TCP port of this machine where GET /health says UP or DOWN; default: none.")
    private @Nullable Integer healthPort;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var context = start();
        var labours = context.getBean(Labours.class);
        var health = healthPort == null ? null : health(healthPort, labours);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    context.close();
                    if (health != null) {
                        health.stop(0);
                    }
                    stopped.countDown();
                }));
        System.out.println("moim: the worker waits for orders");
        System.out.flush();
        stopped.await();
        return 0;
    }

    private ApplicationContext start() {
        Path directory = data.toAbsolutePath().normalize();
        var builder = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                // The server's own defaults lead to its database. Without them the environment is not read either.
                .enableDefaultPropertySources(false)
                .properties(Map.of(
                        "moim.data",
                        directory.toString(),
                        "moim.queue",
                        "rabbitmq",
                        "moim.rabbitmq.work-here",
                        "true"));
        builder.propertySources(new EnvironmentPropertySource());
        if (config != null) {
            builder.propertySources(SettingsFile.read(config));
        }
        var context = builder.build();
        try {
            context.start();
            checkStore(context);
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw Startup.explain(e);
        }
    }

    /// The server's default would be a folder that nobody but the worker sees.
    private static void checkStore(ApplicationContext context) {
        boolean elsewhere = context.getProperty("moim.objects.store", String.class)
                .filter(store -> !store.equalsIgnoreCase("folder"))
                .isPresent();
        if (!elsewhere && !context.containsProperty("moim.objects.folder")) {
            throw new Refusal("the worker needs the server's object store: set moim.objects.store and its settings,"
                    + " or moim.objects.folder to a folder that both share");
        }
    }

    private static HttpServer health(int port, Labours labours) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (BindException e) {
            throw new Refusal("TCP port %d is in use (--health-port)".formatted(port), e);
        }
        server.createContext("/health", exchange -> answer(exchange, labours.isConnected()));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, boolean up) throws IOException {
        byte[] body = "{\"status\":\"%s\"}".formatted(up ? "UP" : "DOWN").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(up ? OK : AWAY, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
