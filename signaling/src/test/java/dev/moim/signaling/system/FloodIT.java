package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.signaling.loadtest.LoadReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A call goes on, and newcomers are served, while someone holds hundreds of connections and finishes nothing.
class FloodIT {
    private static final int BODIES = 300;
    private static final int HEADS = 200;
    private static final int SILENT = 300;
    private static final int SOCKETS = 100;
    private static final int MESSAGE_BYTES = 1024 * 1024;
    private static final int CLOSE = 8;
    private static final int OVERLOADED = 1013;
    private static final int NOT_IN_TIME = 4000;

    /// Far more than it takes, on a machine that is busy with other things.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    @BeforeAll
    static void systemTells() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "needs Linux's loopback addresses");
    }

    @Test
    void whoFinishesNothingIsSentAwayAndNobodyElseNotices() throws Exception {
        try (var server = new ServerProcess();
                var http = HttpClient.newHttpClient();
                var meeting = LoadRig.meeting(server, http, server.createRoom("Undisturbed"), 2)) {
            var figures = new ProcessFigures(server.pid());
            var stranger = new Stranger(server.port());
            String room = server.createRoom("Held");
            byte[] upgrade = upgrade(room, "", server.roomToken(room, "Mallory", "participant"));
            long resident = figures.residentMegabytes();
            meeting.restart();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<byte[]>> requests = new ArrayList<>();
                start(requests, executor, BODIES / 2, () -> stranger.say(body(MESSAGE_BYTES)));
                start(requests, executor, BODIES / 2, () -> stranger.say(body(60_000)));
                start(requests, executor, HEADS, () -> stranger.say(Stranger.bytes("GET /health HTTP/1.1\r\nHost: x")));
                start(requests, executor, SILENT, () -> stranger.say(new byte[0]));
                List<Future<byte[]>> sockets = new ArrayList<>();
                start(sockets, executor, SOCKETS, () -> stranger.say(upgrade, joinAndHalfAMessage()));
                List<Future<byte[]>> odd = new ArrayList<>();
                byte[] oddUpgrade = upgrade(room, "?{", server.roomToken(room, "Odd", "participant"));
                start(odd, executor, 1, () -> stranger.say(oddUpgrade));

                long most = resident;
                int served = 0;
                while (!allDone(requests) || !allDone(sockets) || !allDone(odd)) {
                    assertHealthy(server);
                    served += 1;
                    most = Math.max(most, figures.residentMegabytes());
                    server.roomToken(room, "Newcomer " + served, "viewer");
                    Pause.briefly();
                }
                System.out.printf(
                        "served %d times meanwhile; resident %d MB, then at most %d MB%n", served, resident, most);

                for (Future<byte[]> ended : requests) {
                    assertThat(new String(ended.get(), StandardCharsets.ISO_8859_1))
                            .doesNotStartWith("HTTP/1.1 2");
                }
                for (Future<byte[]> ended : sockets) {
                    assertThat(closeCode(ended.get())).isIn(OVERLOADED, NOT_IN_TIME);
                }
                assertThat(new String(odd.getFirst().get(), StandardCharsets.ISO_8859_1))
                        .startsWith("HTTP/1.1 400 ");
            }
            LoadReport seen = meeting.report();
            LoadReport report =
                    LoadRig.await("2000 more packets", meeting, now -> now.received() > seen.received() + 2_000);
            System.out.print(report.text());
            assertThat(report.connected()).isEqualTo(2);
            assertThat(report.breaks() + report.duplicates() + report.misplaced())
                    .as(report.text())
                    .isZero();
            assertHealthy(server);
        }
    }

    private static void start(
            List<Future<byte[]>> all, ExecutorService executor, int count, Callable<byte[]> connection) {
        for (int i = 0; i < count; i++) {
            all.add(executor.submit(connection));
        }
    }

    private static boolean allDone(List<Future<byte[]>> connections) {
        return connections.stream().allMatch(Future::isDone);
    }

    /// On a connection of its own, as a newcomer comes.
    private static void assertHealthy(ServerProcess server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url("/health")))
                .timeout(ANSWER_LIMIT)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    /// All but the last bytes of a request.
    private static byte[] body(int length) {
        return Stranger.bytes("POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n" + " ".repeat(length - 10));
    }

    private static byte[] upgrade(String room, String query, String token) {
        return Stranger.bytes("GET /api/v1/rooms/" + room + "/signaling" + query + " HTTP/1.1\r\nHost: x\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: moim.v1, bearer." + token + "\r\n\r\n");
    }

    private static byte[] joinAndHalfAMessage() {
        byte[] join = Stranger.bytes("{\"type\":\"join\",\"name\":\"Mallory\"}");
        ByteBuffer frames = ByteBuffer.allocate(6 + join.length + 14 + MESSAGE_BYTES / 2);
        // The mask is zero: it changes nothing.
        frames.put((byte) 0x81).put((byte) (0x80 | join.length)).putInt(0).put(join);
        frames.put((byte) 0x81).put((byte) (0x80 | 127)).putLong(MESSAGE_BYTES).putInt(0);
        return frames.array();
    }

    /// Of the close frame among what the server sent; 0 without any.
    private static int closeCode(byte[] sent) {
        ByteBuffer frames = ByteBuffer.wrap(sent);
        while (frames.remaining() >= 2) {
            int opcode = frames.get() & 0x0F;
            int length = frames.get();
            length = length == 126 ? frames.getShort() & 0xFFFF : length == 127 ? (int) frames.getLong() : length;
            if (opcode == CLOSE) {
                return frames.getShort() & 0xFFFF;
            }
            frames.position(frames.position() + length);
        }
        return 0;
    }
}
