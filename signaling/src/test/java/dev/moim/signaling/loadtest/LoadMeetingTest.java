package dev.moim.signaling.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.Accounts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tool against the whole server in this process.
@Timeout(120)
class LoadMeetingTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @TempDir
    private Path data;

    @Test
    void everyoneReceivesEveryPacketOnce() throws InterruptedException {
        try (var context = ApplicationContext.builder()
                        .banner(false)
                        .deduceEnvironment(false)
                        .properties(
                                Map.of("micronaut.server.port", -1, "moim.udp-port", 0, "moim.data", data.toString()))
                        .start();
                var http = HttpClient.newHttpClient()) {
            var server = context.getBean(EmbeddedServer.class);
            server.start();
            context.getBean(Accounts.class).add("admin", PASSWORD, true);
            URI url = URI.create("http://127.0.0.1:" + server.getPort());
            var api = new ServerApi(http, url, Optional.empty()).signIn("admin", PASSWORD);
            String room = api.createRoom("Load", 10);
            var settings = new LoadSettings(url, 2, 2, 2, 2, Duration.ZERO);

            try (var meeting = LoadMeeting.join(settings, room, name -> api.roomToken(room, name), http)) {
                assertThat(meeting.failures()).isEmpty();
                await(meeting, report -> report.firstKeyFrameMillis() > 0 && report.received() > 1_000);
                meeting.restart();
                // Two publishers of 200 packets/s, each to three others.
                LoadReport report = await(meeting, it -> it.received() > 3_000);

                assertThat(report.connected()).isEqualTo(4);
                assertThat(report.published()).isBetween(900L, 1_200L);
                assertThat(report.lost()).isZero();
                assertThat(report.duplicates()).isZero();
                assertThat(report.reordered()).isZero();
                assertThat(report.breaks()).isZero();
                assertThat(report.misplaced()).isZero();
                assertThat(report.unusable()).isZero();
                assertThat(report.p50Millis()).isPositive().isLessThanOrEqualTo(report.p99Millis());
                assertThat(report.text()).contains("participants: 4 of 4 connected", "lost: 0 ");
            }
        }
    }

    private static LoadReport await(LoadMeeting meeting, Predicate<LoadReport> condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            LoadReport report = meeting.report();
            if (condition.test(report)) {
                return report;
            }
            assertThat(System.nanoTime() - deadline).as(report.text()).isNegative();
            Thread.sleep(50);
        }
    }
}
