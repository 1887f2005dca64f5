package dev.moim.signaling.api;

import dev.moim.signaling.recording.RecordingOrders;
import dev.moim.signaling.recording.RecordingRemoval;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.RecordingFileRows;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingRows;
import dev.moim.signaling.store.RecordingSegmentRows;
import dev.moim.signaling.upload.StoredUploads;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/// One recording. Tokens of rooms count too, so [RecordingAccess] checks the caller.
@Controller("/api/v1/recordings/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class RecordingsController {
    private final RecordingAccess access;
    private final RecordingOrders orders;
    private final RecordingRemoval removal;
    private final StoredUploads uploads;
    private final RecordingRows rows;
    private final RecordingSegmentRows segments;
    private final RecordingFileRows files;

    RecordingsController(
            RecordingAccess access,
            RecordingOrders orders,
            RecordingRemoval removal,
            StoredUploads uploads,
            RecordingRows rows,
            RecordingSegmentRows segments,
            RecordingFileRows files) {
        this.access = access;
        this.orders = orders;
        this.removal = removal;
        this.uploads = uploads;
        this.rows = rows;
        this.segments = segments;
        this.files = files;
    }

    @Get
    RecordingBodies.Recording read(String id, HttpRequest<?> request) {
        return body(access.requireRecording(id, request));
    }

    @Post("/pause")
    RecordingBodies.Recording pause(String id, HttpRequest<?> request) {
        return order(id, request, orders::pause);
    }

    @Post("/resume")
    RecordingBodies.Recording resume(String id, HttpRequest<?> request) {
        return order(id, request, orders::resume);
    }

    @Post("/stop")
    RecordingBodies.Recording stop(String id, HttpRequest<?> request) {
        return order(id, request, orders::stop);
    }

    /// Tries again to bring away the files that were given up.
    @Post("/uploads")
    @Status(HttpStatus.ACCEPTED)
    RecordingBodies.Recording retry(String id, HttpRequest<?> request) {
        access.requireRecording(id, request);
        if (!uploads.retry(id)) {
            throw new ApiException(HttpStatus.CONFLICT, "no file of the recording was given up");
        }
        return current(id);
    }

    /// Deletes the recording and its files, wherever they are.
    @Delete
    @Status(HttpStatus.NO_CONTENT)
    void delete(String id, HttpRequest<?> request) {
        removal.delete(access.requireRecording(id, request).id());
    }

    /// An order about a recording.
    private interface Order {
        void give(RoomId room, String recording, String by);
    }

    private RecordingBodies.Recording order(String id, HttpRequest<?> request, Order order) {
        RecordingRow row = access.requireRecording(id, request);
        order.give(new RoomId(row.roomId()), id, access.requireRoom(row.roomId(), request));
        return current(id);
    }

    private RecordingBodies.Recording current(String id) {
        return body(rows.findById(id).orElseThrow(() -> ApiException.notFound("recording")));
    }

    private RecordingBodies.Recording body(RecordingRow row) {
        return RecordingBodies.Recording.of(row, segments.of(row.id()), files.of(row.id()));
    }
}
