package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSetup;
import dev.moim.signaling.room.RoomSnapshot;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Making, finding, changing and deleting rooms.
@Controller("/api/v1/rooms")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_AUTHENTICATED)
final class RoomsController {
    private static final int MAX_NAME = 128;
    private static final int MAX_PARTICIPANTS = 1_000;
    private static final int PAGE = 50;
    private static final int SHOWN_NAMES = 10;

    private final RoomRows rows;
    private final RoomAccess access;
    private final Rooms rooms;
    private final RoomMaking making;
    private final RoomEnding ending;

    RoomsController(RoomRows rows, RoomAccess access, Rooms rooms, RoomMaking making, RoomEnding ending) {
        this.rows = rows;
        this.access = access;
        this.rooms = rooms;
        this.making = making;
        this.ending = ending;
    }

    @Post
    HttpResponse<RoomBodies.Room> create(
            @Body RoomBodies.NewRoom body,
            @Header("Idempotency-Key") Optional<String> key,
            Authentication authentication) {
        RoomRow wanted = new RoomRow(
                Ids.newId(),
                Fields.name("name", body.name(), MAX_NAME),
                Caller.of(authentication).account().id(),
                body.guests() == null || body.guests(),
                places(body.maxParticipants(), RoomSetup.DEFAULT_MAX_PARTICIPANTS),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                1);
        RoomRow row = key.map(text -> makeOnce(wanted, text)).orElseGet(() -> making.make(wanted));
        return tagged(HttpResponse.created(RoomBodies.Room.of(row), URI.create("/api/v1/rooms/" + row.id())), row);
    }

    /// The caller's rooms, the newest first, 50 a page.
    @Get
    RoomBodies.RoomPage list(@QueryValue Optional<String> after, Authentication authentication) {
        String owner = Caller.of(authentication).account().id();
        Optional<RoomRow> last = after.map(id -> rows.findById(id)
                .filter(row -> row.ownerId().equals(owner))
                .orElseThrow(() -> ApiException.invalid("after", "after is the id of one of your rooms")));
        List<RoomRow> page = rows.page(
                owner,
                last.map(RoomRow::createdAt).orElseGet(() -> Instant.now().plus(1, ChronoUnit.DAYS)),
                last.map(RoomRow::id).orElse(""),
                PAGE);
        return new RoomBodies.RoomPage(
                page.stream().map(RoomBodies.Room::of).toList(),
                page.size() < PAGE ? null : page.getLast().id());
    }

    /// What the door of a room shows: to everyone with its link when guests may come in, else to those signed in.
    @Get("/{id}")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<RoomBodies.Doorplate> door(
            String id, HttpRequest<?> request, @Nullable Authentication authentication) {
        RoomRow row = access.room(id);
        access.requireEntry(row, request, Optional.ofNullable(authentication));
        Optional<RoomSnapshot> now = rooms.find(new RoomId(id)).map(RoomActor::snapshot);
        List<String> inside = now.stream()
                .flatMap(snapshot -> snapshot.participants().stream())
                .map(present -> present.info().name())
                .toList();
        return tagged(
                HttpResponse.ok(new RoomBodies.Doorplate(
                        row.id(),
                        row.name(),
                        row.guests(),
                        inside.size(),
                        inside.stream().limit(SHOWN_NAMES).toList(),
                        now.flatMap(RoomSnapshot::recording)
                                .map(recording -> recording.paused() ? "paused" : "recording")
                                .orElse(null))),
                row);
    }

    @Patch("/{id}")
    HttpResponse<RoomBodies.Room> change(
            String id,
            @Body RoomBodies.RoomChange body,
            @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            Authentication authentication) {
        RoomRow row = access.owned(id, account(authentication));
        requireMatch(row, ifMatch);
        String name = body.name() == null ? row.name() : Fields.name("name", body.name(), MAX_NAME);
        boolean guests = body.guests() == null ? row.guests() : body.guests();
        if (rows.change(id, row.version(), name, guests, places(body.maxParticipants(), row.maxParticipants())) == 0) {
            throw changedMeanwhile();
        }
        RoomRow changed = access.room(id);
        rooms.find(new RoomId(id))
                .ifPresent(actor ->
                        actor.tell(new RoomEvent.Changed(changed.name(), changed.maxParticipants(), changed.guests())));
        return tagged(HttpResponse.ok(RoomBodies.Room.of(changed)), changed);
    }

    /// Deletes the room with its chat and its events; whoever is inside is sent away.
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void delete(String id, @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch, Authentication authentication) {
        RoomRow row = access.owned(id, account(authentication));
        requireMatch(row, ifMatch);
        ending.delete(row.id());
    }

    private RoomRow makeOnce(RoomRow wanted, String key) {
        if (!key.matches("[!-~]{1,128}")) {
            throw ApiException.invalid("Idempotency-Key", "Idempotency-Key has 1 to 128 visible ASCII characters");
        }
        return making.earlier(wanted, key).orElseGet(() -> {
            try {
                return making.make(wanted, key);
            } catch (DataAccessException e) {
                return making.earlier(wanted, key).orElseThrow(() -> e);
            }
        });
    }

    /// RFC 9110 section 13.1.1.
    private static void requireMatch(RoomRow row, Optional<String> ifMatch) {
        String tag = tag(row.version());
        if (ifMatch.isPresent()
                && Arrays.stream(ifMatch.get().split(","))
                        .map(String::strip)
                        .noneMatch(wanted -> wanted.equals(tag) || wanted.equals("*"))) {
            throw changedMeanwhile();
        }
    }

    private static int places(@Nullable Integer wanted, int otherwise) {
        int places = wanted == null ? otherwise : wanted;
        if (places < 1 || places > MAX_PARTICIPANTS) {
            throw ApiException.invalid("maxParticipants", "maxParticipants is 1 to " + MAX_PARTICIPANTS);
        }
        return places;
    }

    private static Account account(Authentication authentication) {
        return Caller.of(authentication).account();
    }

    private static ApiException changedMeanwhile() {
        return new ApiException(HttpStatus.PRECONDITION_FAILED, "the room was changed meanwhile: read it again");
    }

    private static <T> HttpResponse<T> tagged(MutableHttpResponse<T> response, RoomRow row) {
        return response.header(HttpHeaders.ETAG, tag(row.version()));
    }

    private static String tag(long version) {
        return "\"" + version + "\"";
    }
}
