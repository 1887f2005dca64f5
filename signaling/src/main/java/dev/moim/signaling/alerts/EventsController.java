package dev.moim.signaling.alerts;

import dev.moim.signaling.auth.BearerHeader;
import dev.moim.signaling.auth.Withdrawals;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/// A room's events as they happen, and those that a reader missed. Room tokens open it too, so it looks at the bearer
/// token itself.
@Controller("/api/v1/rooms/{id}/events")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class EventsController {
    private final EventLog log;
    private final Withdrawals withdrawals;
    private final Readership readership;
    private final EventText text;
    private final AlertSettings settings;
    private final OpenStreams open;

    EventsController(
            EventLog log,
            Withdrawals withdrawals,
            Readership readership,
            EventText text,
            AlertSettings settings,
            OpenStreams open) {
        this.log = log;
        this.withdrawals = withdrawals;
        this.readership = readership;
        this.text = text;
        this.settings = settings;
        this.open = open;
    }

    /// @param lastEventId the number of the last event that the reader has; without it the stream begins now
    @Get(headRoute = false)
    @Produces(MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Flux<Piece>> events(
            String id, @Header("Last-Event-ID") Optional<String> lastEventId, HttpRequest<?> request) {
        String token = BearerHeader.token(request).orElseThrow(EventsController::noToken);
        RoomId room = RoomId.of(id).orElseThrow(EventsController::noRoom);
        Readership.Admitted admitted =
                switch (readership.judge(token, room, Instant.now())) {
                    case Readership.Admitted may -> may;
                    case Readership.Denied.NO_GOOD_TOKEN -> throw noToken();
                    case Readership.Denied.NOT_YOURS ->
                        throw new HttpStatusException(HttpStatus.FORBIDDEN, "you may not do that");
                    case Readership.Denied.NO_ROOM -> throw noRoom();
                };
        if (open.isFull()) {
            throw full();
        }
        Excerpt excerpt =
                admitted.since().map(since -> Excerpt.since(since, log, room)).orElse(Excerpt.WHOLE);
        long newest = log.last(room);
        long position = lastEventId.map(EventsController::number).orElse(newest);
        var stream = new EventStream(
                log,
                withdrawals,
                room,
                Math.min(position, newest),
                excerpt,
                text,
                settings,
                admitted.credential(),
                () -> readership.judge(token, room, Instant.now()));
        return HttpResponse.ok(Flux.<Piece>create(reader -> start(stream, reader)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no");
    }

    private void start(EventStream stream, FluxSink<Piece> reader) {
        if (!open.tryEnter()) {
            reader.error(full());
            return;
        }
        Thread.ofVirtual().name("events").start(() -> {
            try {
                stream.run(reader);
            } finally {
                open.leave();
            }
        });
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "Last-Event-ID is the number of an event");
        }
        return Long.parseLong(text);
    }

    private static HttpStatusException full() {
        return new HttpStatusException(HttpStatus.SERVICE_UNAVAILABLE, "too many streams: try again later");
    }

    private static HttpStatusException noRoom() {
        return new HttpStatusException(HttpStatus.NOT_FOUND, "there is no such room");
    }

    private static HttpStatusException noToken() {
        return new HttpStatusException(HttpStatus.UNAUTHORIZED, "a bearer token of the room or its owner is needed");
    }
}
