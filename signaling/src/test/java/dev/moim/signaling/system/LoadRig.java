package dev.moim.signaling.system;

import dev.moim.signaling.loadtest.LoadMeeting;
import dev.moim.signaling.loadtest.LoadReport;
import dev.moim.signaling.loadtest.LoadSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/// Meetings of participants without codecs in a packaged server.
final class LoadRig {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private LoadRig() {}

    /// All publish and receive each other; they are in and hear each other when it returns.
    static LoadMeeting meeting(ServerProcess server, HttpClient http, String room, int participants)
            throws InterruptedException {
        var settings = new LoadSettings(
                URI.create(server.url("/")), participants, 0, participants, participants, Duration.ZERO);
        var meeting = LoadMeeting.join(settings, room, name -> server.roomToken(room, name, "participant"), http);
        if (!meeting.failures().isEmpty()) {
            throw new AssertionError("did not come in: " + meeting.failures());
        }
        if (participants > 1) {
            await("media flows", meeting, report -> report.received() > 1_000 && report.firstKeyFrameMillis() > 0);
        }
        return meeting;
    }

    static LoadReport await(String what, LoadMeeting meeting, Predicate<LoadReport> condition) {
        Instant end = Instant.now().plus(LIMIT);
        while (true) {
            LoadReport report = meeting.report();
            if (condition.test(report)) {
                return report;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not in time: " + what + "\n" + report.text());
            }
            Pause.briefly();
        }
    }
}
