package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.auth.RoomTokens;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSnapshot;
import dev.moim.signaling.room.Rooms;
import dev.moim.signaling.store.RoomRow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens that let people into a room, and the people who are inside.
@Controller("/api/v1/rooms/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_AUTHENTICATED)
final class RoomPeopleController {
    private static final int MAX_NAME = 64;

    private final RoomAccess access;
    private final Rooms rooms;
    private final RoomTokens tokens;
    private final GuestThrottle throttle;
    private final Addresses addresses;

    RoomPeopleController(
            RoomAccess access, Rooms rooms, RoomTokens tokens, GuestThrottle throttle, Addresses addresses) {
        this.access = access;
        this.rooms = rooms;
        this.tokens = tokens;
        this.throttle = throttle;
        this.addresses = addresses;
    }

    /// The owner gives any role; other people with an account come in as participants, and so do guests when the room
    /// takes them. A guest's role is never more than that.
    @Post("/tokens")
    @Secured(SecurityRule.IS_ANONYMOUS)
    @Status(HttpStatus.CREATED)
    RoomBodies.Token token(
            String id,
            @Body RoomBodies.NewToken body,
            HttpRequest<?> request,
            @Nullable Authentication authentication) {
        RoomRow row = access.room(id);
        access.requireEntry(row, request, Optional.ofNullable(authentication));
        Optional<Account> account =
                Optional.ofNullable(authentication).map(Caller::of).map(Caller::account);
        if (account.isEmpty()) {
            throttle.admit(addresses.of(request), Instant.now());
        }
        boolean owner = account.filter(who -> access.isOwner(row, who)).isPresent();
        Role role = body.role() == null ? (owner ? Role.MODERATOR : Role.PARTICIPANT) : role(body.role());
        if (!owner && role == Role.MODERATOR) {
            throw ApiException.forbidden();
        }
        Optional<String> name = Optional.ofNullable(body.name()).map(text -> Fields.name("name", text, MAX_NAME));
        // What an owner asks for below the own role is for somebody else.
        String subject = owner && role != Role.MODERATOR
                ? RoomTokens.invited()
                : account.map(Account::id).map(RoomTokens::user).orElseGet(RoomTokens::guest);
        var issued = tokens.issue(new RoomId(row.id()), subject, name, role, Instant.now());
        return new RoomBodies.Token(issued.token(), issued.expiresAt());
    }

    @Get("/participants")
    RoomBodies.Participants participants(String id, Authentication authentication) {
        RoomRow row = access.owned(id, Caller.of(authentication).account());
        return new RoomBodies.Participants(present(row).stream()
                .map(present -> new RoomBodies.Participant(
                        present.info().id(),
                        present.info().name(),
                        present.info().role().wireName(),
                        present.info().connected(),
                        present.joinedAt()))
                .toList());
    }

    /// Removes someone; the token they came with opens nothing any more.
    @Delete("/participants/{participant}")
    @Status(HttpStatus.NO_CONTENT)
    void remove(String id, String participant, Authentication authentication) {
        RoomRow row = access.owned(id, Caller.of(authentication).account());
        if (present(row).stream().noneMatch(present -> present.info().id().equals(participant))) {
            throw ApiException.notFound("participant");
        }
        RoomActor actor = rooms.find(new RoomId(row.id())).orElseThrow(() -> ApiException.notFound("participant"));
        if (!actor.tell(new RoomEvent.Remove(new ParticipantId(participant)))) {
            throw new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "the room is too busy: try again");
        }
    }

    private List<RoomSnapshot.Present> present(RoomRow row) {
        return rooms.find(new RoomId(row.id()))
                .map(actor -> actor.snapshot().participants())
                .orElse(List.of());
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid("role", "role is moderator, participant or viewer"));
    }
}
