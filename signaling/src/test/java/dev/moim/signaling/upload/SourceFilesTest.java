package dev.moim.signaling.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker without the server's disk fetches what it brings away.
class SourceFilesTest {
    private static final int SIZE = 1_000_000;

    @TempDir
    Path data;

    private final byte[] bytes = new byte[SIZE];
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 206;
    /// How much of an answer comes before the connection ends.
    private volatile int lasting = SIZE;

    SourceFilesTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        new Random(1).nextBytes(bytes);
    }

    @BeforeEach
    void start() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        String range = headers.getFirst("Range");
        asked.add(exchange.getRequestURI() + " " + range + " " + headers.getFirst("Authorization"));
        int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
        try (exchange) {
            if (status != 206) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, SIZE - from);
            exchange.getResponseBody().write(bytes, from, Math.min(lasting, SIZE - from));
            exchange.getResponseBody().flush();
        }
    }

    private SourceFiles sources() {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .enableDefaultPropertySources(false)
                .properties(Map.of("moim.data", data.toString()))
                .start()
                .getBean(SourceFiles.class);
    }

    private UploadOrder order() {
        return new UploadOrder(
                "file-1",
                "recording-1",
                1,
                "track.webm",
                SIZE,
                "0".repeat(64),
                "recordings/recording-1/0001/track.webm",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "secret");
    }

    @Test
    void aFetchThatBrokeOffGoesOnWhereItEnded() throws IOException {
        var sources = sources();
        lasting = 400_000;
        assertThatThrownBy(() -> sources.find(order())).isInstanceOf(IOException.class);
        lasting = SIZE;
        Path file = sources.find(order());
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        String path = "/api/v1/recordings/recording-1/files/1/track.webm";
        assertThat(asked.getFirst()).as("no token in the address").isEqualTo(path + " bytes=0- Bearer secret");
        assertThat(asked.getLast()).startsWith(path + " bytes=").doesNotContain("bytes=0-");
        assertThat(asked).hasSize(2);
        sources.find(order());
        assertThat(asked).as("it is here already").hasSize(2);
        sources.forget(order());
        assertThat(file).doesNotExist();
    }

    @Test
    void aSharedDiskIsReadWhereItIs() throws IOException {
        Path folder = Files.createDirectories(data.resolve("recordings/recording-1/0001"));
        Path shared = folder.resolve("track.webm");
        Files.write(shared, bytes);
        assertThat(sources().find(order())).isEqualTo(shared);
        sources().forget(order());
        assertThat(shared).as("it is the server's").exists();
        assertThat(asked).isEmpty();
    }

    @Test
    void onlyAFileThatIsGoneIsGone() {
        var sources = sources();
        for (int refusal : List.of(401, 404, 500, 302)) {
            status = refusal;
            assertThatThrownBy(() -> sources.find(order()))
                    .as("status " + refusal)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SourceFiles.GoneException.class)
                    .hasMessageNotContaining("secret");
        }
        status = 410;
        assertThatThrownBy(() -> sources.find(order())).isInstanceOf(SourceFiles.GoneException.class);
        assertThat(order().toString()).doesNotContain("secret");
    }
}
