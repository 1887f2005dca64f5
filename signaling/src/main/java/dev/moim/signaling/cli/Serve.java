package dev.moim.signaling.cli;

import dev.moim.signaling.auth.Accounts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the server until the process is told to stop.
@Command(name = "run", aliases = "serve", description = "Run the server.")
final class Serve implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "TCP port of everything that is not media; default ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--udp-port",
            defaultValue = "3478",
            paramLabel = "N",
            description = "UDP port of audio and video; default ${DEFAULT-VALUE}.")
    private int udpPort;

    @Option(
            names = "--data",
            defaultValue = "moim-data",
            paramLabel = "DIR",
            description = "Folder of everything that is kept; default ${DEFAULT-VALUE}.")
    private Path data = Path.of("moim-data");

    @Option(
            names = "--public-address",
            paramLabel = "IP",
            description = "Address under which browsers reach this machine; default: found out.")
    private @Nullable String publicAddress;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings (YAML or properties) over the defaults.")
    private @Nullable Path config;

    private Optional<Console> console = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        checkPort("--port", port);
        checkPort("--udp-port", udpPort);
        var context = start();
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    console.ifPresent(Console::close);
                    context.close();
                    stopped.countDown();
                }));
        stopped.await();
        return 0;
    }

    private ApplicationContext start() {
        var directory = DataDirectory.prepare(data);
        var builder = ApplicationContext.builder()
                .banner(false)
                .deduceEnvironment(false)
                .properties(settings(directory));
        if (config != null) {
            builder.propertySources(SettingsFile.read(config));
        }
        var context = builder.build();
        try {
            context.start();
            console = Console.open(directory, context.getBean(Accounts.class));
            var server = context.getBean(EmbeddedServer.class);
            server.start();
            Greeting.print(context, server.getPort());
            return context;
        } catch (RuntimeException e) {
            console.ifPresent(Console::close);
            context.close();
            throw Startup.explain(e, port, udpPort, directory);
        }
    }

    private Map<String, Object> settings(Path directory) {
        var settings = new HashMap<String, Object>();
        settings.put("micronaut.server.port", port);
        settings.put("moim.udp-port", udpPort);
        settings.put("moim.data", directory.toString());
        if (publicAddress != null) {
            settings.put("moim.public-address", publicAddress);
        }
        return settings;
    }

    private static void checkPort(String option, int value) {
        if (value < 0 || value > 65535) {
            throw new Refusal(option + " takes a number from 0 to 65535");
        }
    }
}
