package dev.moim.signaling.api;

import dev.moim.signaling.recording.RecordingOrders;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A room's recordings. Tokens of rooms count too, so [RecordingAccess] checks the caller.
@Controller("/api/v1/rooms/{id}/recordings")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class RoomRecordingsController {
    private static final int PAGE = 50;
    private final RecordingAccess access;
    private final RecordingRows rows;
    private final RecordingOrders orders;

    RoomRecordingsController(RecordingAccess access, RecordingRows rows, RecordingOrders orders) {
        this.access = access;
        this.rows = rows;
        this.orders = orders;
    }

    /// Starts to record the room; 409 when it is recorded already.
    @Post
    HttpResponse<RecordingBodies.Summary> start(String id, HttpRequest<?> request) {
        String by = access.requireRoom(id, request);
        String recording = orders.start(new RoomId(id), by);
        RecordingRow row = rows.findById(recording).orElseThrow(() -> ApiException.notFound("room"));
        return HttpResponse.created(RecordingBodies.Summary.of(row), URI.create("/api/v1/recordings/" + recording));
    }

    /// The room's recordings, the newest first, 50 a page.
    @Get
    RecordingBodies.Page list(String id, @QueryValue Optional<String> after, HttpRequest<?> request) {
        access.requireRoom(id, request);
        Optional<RecordingRow> last = after.map(text -> rows.findById(text)
                .filter(row -> row.roomId().equals(id))
                .orElseThrow(() -> ApiException.invalid("after", "after is the id of one of the room's recordings")));
        List<RecordingRow> page = rows.page(
                id,
                last.map(RecordingRow::startedAt).orElseGet(() -> Instant.now().plus(1, ChronoUnit.DAYS)),
                last.map(RecordingRow::id).orElse(""),
                PAGE);
        return new RecordingBodies.Page(
                page.stream().map(RecordingBodies.Summary::of).toList(),
                page.size() < PAGE ? null : page.getLast().id());
    }
}
