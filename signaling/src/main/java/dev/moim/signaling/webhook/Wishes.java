package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.WebhookRow;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks what somebody wants of an endpoint.
@Singleton
final class Wishes {
    private static final int MAX_ROOMS = 100;

    private final RoomRows rooms;
    private final WebhookSettings settings;

    Wishes(RoomRows rooms, WebhookSettings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    /// Checked settings of an endpoint.
    ///
    /// @param rooms empty unless the scope is `rooms`
    record Wish(String url, EventFilter events, Scope scope, List<String> rooms) {}

    /// @throws WebhookException when something will not do
    Wish of(WebhookBodies.NewWebhook body, Account account) {
        if (body.url() == null) {
            throw WebhookException.invalid("url", "url is missing");
        }
        EventFilter events = body.events() == null ? EventFilter.DEFAULT : EventFilter.of(body.events());
        String scope =
                body.scope() == null ? (body.rooms() == null ? Scope.MINE : Scope.ROOMS).wireName() : body.scope();
        return wish(body.url(), events, Scope.of(scope, account), body.rooms(), account);
    }

    /// What is absent stays as it is.
    ///
    /// @param before the rooms now
    /// @throws WebhookException when something will not do
    Wish of(WebhookBodies.Change body, WebhookRow row, List<String> before, Account account) {
        EventFilter events = body.events() == null ? EventFilter.stored(row.events()) : EventFilter.of(body.events());
        String scope =
                body.scope() != null ? body.scope() : body.rooms() != null ? Scope.ROOMS.wireName() : row.scope();
        boolean sameRooms = body.rooms() == null
                && scope.equals(Scope.ROOMS.wireName())
                && row.scope().equals(scope);
        String url = body.url() == null ? row.url() : body.url();
        // Rooms may be deleted meanwhile: those that stay are not looked at again.
        return sameRooms
                ? new Wish(checked(url), events, Scope.ROOMS, before)
                : wish(url, events, Scope.of(scope, account), body.rooms(), account);
    }

    private Wish wish(
            String url, EventFilter events, Scope scope, @Nullable Collection<String> wanted, Account account) {
        if (scope == Scope.ROOMS && (wanted == null || wanted.isEmpty() || wanted.size() > MAX_ROOMS)) {
            throw WebhookException.invalid("rooms", "rooms has 1 to " + MAX_ROOMS + " ids");
        }
        if (wanted != null && wanted.stream().anyMatch(Objects::isNull)) {
            throw WebhookException.invalid("rooms", "rooms has ids of your rooms");
        }
        if (scope != Scope.ROOMS && wanted != null) {
            throw WebhookException.invalid("rooms", "rooms is for the scope rooms");
        }
        List<String> ids = wanted == null ? List.of() : List.copyOf(new TreeSet<>(wanted));
        for (String id : ids) {
            boolean allowed = rooms.findById(id)
                    .filter(room -> account.administrator() || room.ownerId().equals(account.id()))
                    .isPresent();
            if (!allowed) {
                throw WebhookException.invalid("rooms", "rooms has ids of your rooms");
            }
        }
        return new Wish(checked(url), events, scope, ids);
    }

    private String checked(String url) {
        Target.of(url, settings);
        return url;
    }
}
