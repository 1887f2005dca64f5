package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.objects.FaultyProxy;
import dev.moim.signaling.objects.FaultyProxy.Fault;
import dev.moim.signaling.objects.S3Mock;
import dev.moim.signaling.queue.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that leaves its uploads to a worker, which shares no disk with it. Each of the three processes is killed
/// where it hurts.
class WorkerIT {
    private static final int ENOUGH_BYTES = 300_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String prefix = UUID.randomUUID() + "/";

    @TempDir
    Path folder;

    @Test
    void nothingIsLostNorToldTwiceWhoeverIsKilled() throws Exception {
        try (var rabbit = new RabbitServer();
                var proxy = new FaultyProxy(S3Mock.shared().port());
                var server = new ServerProcess(serverSettings(rabbit));
                var worker = new WorkerProcess(folder, storeSettings(proxy.port()), rabbit.uri())) {
            // Slow enough to be met in the middle of a file.
            proxy.set(new Fault.Slow(50_000));
            worker.start();
            String room = server.createRoom("Brought away");
            String first = record(server, room);
            long before = proxy.passed();
            RecordedMeeting.awaitThat("bytes on their way", () -> proxy.passed() > before + 30_000);
            worker.kill();
            assertThat(state(server, first)).isEqualTo("stopped");
            proxy.set(new Fault.None());
            worker.start();
            awaitUploaded(server, first);

            worker.kill();
            String second = record(server, room);
            RecordedMeeting.awaitThat("the orders are with the broker", () -> rabbit.holds("moim.orders.upload"));
            server.kill();
            worker.start();
            server.start();
            awaitUploaded(server, second);

            rabbit.kill();
            String third = record(server, room);
            RecordedMeeting.awaitThat("the server says it", () -> health(server).contains("DEGRADED"));
            rabbit.restart();
            awaitUploaded(server, third);
            RecordedMeeting.awaitThat("all is well again", () -> health(server).contains("UP") && worker.isUp());

            // One without files ends the log.
            var last = RecordedMeeting.start(server, room);
            last.stop();
            assertThat(uploads(server, room, last.id())).containsExactly(first, second, third, last.id());
            assertThat(worker.stop()).as("exit code of a stop").isIn(0, 143);
            assertThat(Files.readString(server.log()) + worker.said())
                    .as("no secrets")
                    .doesNotContain("test-secret", "guest:guest", "eyJ");
        }
    }

    private Map<String, String> serverSettings(RabbitServer rabbit) {
        var settings = new HashMap<>(storeSettings(S3Mock.shared().port()));
        rabbit.settings().forEach((name, value) -> settings.put(name, value.toString()));
        settings.put("moim.rabbitmq.work-here", "false");
        settings.put("moim.uploads.server-url", "http://127.0.0.1:${micronaut.server.port}");
        return settings;
    }

    private Map<String, String> storeSettings(int port) {
        var settings = new HashMap<String, String>();
        S3Mock.settings(port).forEach((name, value) -> settings.put(name, value.toString()));
        settings.put("moim.objects.s3.prefix", prefix);
        return settings;
    }

    /// A stopped recording of somebody who shows a picture.
    private String record(ServerProcess server, String room) throws InterruptedException {
        var recording = RecordedMeeting.start(server, room);
        try (var _ = LoadRig.meeting(server, http, room, 1)) {
            RecordedMeeting.awaitThat("enough on the disk", () -> bytes(recording.folder(1)) > ENOUGH_BYTES);
            recording.stop();
        }
        return recording.id();
    }

    private static long bytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state(ServerProcess server, String recording) {
        return server.get("/api/v1/recordings/" + recording).get("state").asText();
    }

    private void awaitUploaded(ServerProcess server, String recording) throws Exception {
        RecordedMeeting.awaitThat("uploaded", () -> state(server, recording).equals("uploaded"));
        JsonNode segment = server.get("/api/v1/recordings/" + recording).at("/segments/0");
        assertThat(segment.get("files")).hasSizeGreaterThan(1);
        for (JsonNode file : segment.get("files")) {
            assertThat(sha256(stored(recording, file.get("name").asText())))
                    .isEqualTo(file.get("sha256").asText());
        }
    }

    private byte[] stored(String recording, String name) throws IOException, InterruptedException {
        var object = URI.create("http://127.0.0.1:%d/%s/%srecordings/%s/0001/%s"
                .formatted(S3Mock.shared().port(), S3Mock.BUCKET, prefix, recording, name));
        var response = http.send(HttpRequest.newBuilder(object).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /// The recordings of which `recording.uploaded` was said, in the order of the log, up to this one.
    private static List<String> uploads(ServerProcess server, String room, String last) throws IOException {
        return AttendanceIT.read(server, room, log -> last.equals(uploaded(log.getLast()))).stream()
                .map(WorkerIT::uploaded)
                .filter(recording -> !recording.isEmpty())
                .toList();
    }

    private static String uploaded(JsonNode event) {
        return event.get("type").asText().equals("recording.uploaded")
                ? event.at("/data/recording").asText()
                : "";
    }

    private String health(ServerProcess server) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(server.url("/health")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
