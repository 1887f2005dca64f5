package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingManifest;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.recording.SegmentId;
import dev.moim.signaling.recording.Segments;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database refuses the alert, as when it is on the disk that is too full to record on.
class SegmentListenerTest {
    private static final RoomId ROOM = new RoomId("r-1");
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

    @Test
    void anAlertThatTheDatabaseRefusesComesWhenItCan(@TempDir Path data) {
        var settings = Map.<String, Object>of("moim.data", data.toString(), "moim.udp-port", "0");
        try (var context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start()) {
            context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, AT));
            var rows = context.getBean(RoomRows.class);
            rows.save(row());
            var room = context.getBean(Rooms.class).open(ROOM).orElseThrow();
            var listener = new SegmentListener(room, new SegmentId("k-1", 1), context.getBean(Segments.class));
            var source = new SourceId(new PeerId("p-1"), SourceKind.CAMERA);
            // Without it there is no log.
            rows.deleteById(ROOM.value());
            listener.onEvent(new RecordingEvent.DiskFailed(source, "No space left on device"));
            listener.onEvent(new RecordingEvent.GapNoted(
                    source, new RecordingGap(RecordingGap.Reason.OVERFLOW, Duration.ZERO, Duration.ofSeconds(2))));
            listener.onEvent(progress());
            assertThat(reasons(context)).isEmpty();

            rows.save(row());
            listener.onEvent(progress());
            assertThat(reasons(context)).containsExactly("disk", "overflow");
            listener.onEvent(progress());
            assertThat(reasons(context)).as("once").hasSize(2);
        }
    }

    private static RoomRow row() {
        return new RoomRow(ROOM.value(), "Room", "owner", true, 10, AT, 1);
    }

    private static RecordingEvent progress() {
        return new RecordingEvent.Progress(
                new RecordingManifest(AT, Duration.ofSeconds(5), false, List.of(), List.of(), 0));
    }

    private static List<Object> reasons(ApplicationContext context) {
        return context.getBean(EventLog.class).after(ROOM, 0, 100).stream()
                .filter(event -> event.type().equals("recording.degraded"))
                .map(event -> event.data().get("reason"))
                .toList();
    }
}
