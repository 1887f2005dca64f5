package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Ids;
import dev.moim.signaling.store.IdempotencyKeyRow;
import dev.moim.signaling.store.IdempotencyKeyRows;
import dev.moim.signaling.store.WebhookCursorRows;
import dev.moim.signaling.store.WebhookRow;
import dev.moim.signaling.store.WebhookRows;
import io.micronaut.http.HttpStatus;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Accounts' endpoints: registered, changed, removed. Any thread; blocks.
@Singleton
class Webhooks {
    /// A client that repeats a request does so within hours.
    private static final Duration KEY_KEPT = Duration.ofHours(24);

    private final WebhookRows rows;
    private final WebhookCursorRows cursors;
    private final IdempotencyKeyRows keys;
    private final Wishes wishes;
    private final WebhookSettings settings;

    Webhooks(
            WebhookRows rows,
            WebhookCursorRows cursors,
            IdempotencyKeyRows keys,
            Wishes wishes,
            WebhookSettings settings) {
        this.rows = rows;
        this.cursors = cursors;
        this.keys = keys;
        this.wishes = wishes;
        this.settings = settings;
    }

    /// Registers an endpoint, at most one for each key.
    ///
    /// @throws WebhookException when the request will not do, or the account has too many
    @Transactional
    WebhookRow make(WebhookBodies.NewWebhook body, Optional<String> key, Account account, Instant now) {
        Wishes.Wish wish = wishes.of(body, account);
        rows.lockOwner(account.id());
        String hash = Ids.hash("webhook " + wish);
        Optional<WebhookRow> earlier = key.flatMap(text -> earlier(account, text, hash, now));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (rows.count(account.id()) >= settings.maxPerAccount()) {
            throw new WebhookException(
                    HttpStatus.CONFLICT, "an account has at most " + settings.maxPerAccount() + " webhooks");
        }
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        WebhookRow row = rows.save(new WebhookRow(
                Ids.newId(),
                account.id(),
                wish.url(),
                wish.events().text(),
                wish.scope().wireName(),
                true,
                null,
                null,
                at,
                1,
                Secret.random().base64(),
                null,
                null));
        wish.rooms().forEach(room -> rows.addRoom(row.id(), room));
        cursors.begin(row.id());
        key.ifPresent(text ->
                keys.save(new IdempotencyKeyRow(new IdempotencyKeyRow.Id(account.id(), text), hash, row.id(), at)));
        return row;
    }

    /// @throws WebhookException 404 when the account has no such endpoint
    WebhookRow find(String id, Account account) {
        return rows.findById(id)
                .filter(row -> row.ownerId().equals(account.id()))
                .orElseThrow(() -> WebhookException.notFound("webhook"));
    }

    /// Its owner's rights, and the rooms it is for, may be others than when it heard of the room.
    boolean mayHear(WebhookRow row, String room) {
        return rows.mayHear(row.id(), room) != 0;
    }

    List<WebhookRow> of(Account account) {
        return rows.of(account.id());
    }

    @ReadOnly
    WebhookBodies.Webhook shown(WebhookRow row, Instant now) {
        return WebhookBodies.Webhook.of(row, rows.rooms(row.id()), cursors.failingSince(row.id()), now);
    }

    /// @throws WebhookException when the request will not do, or somebody else was faster
    @Transactional
    WebhookRow change(WebhookRow row, WebhookBodies.Change body, Account account, Instant now) {
        Wishes.Wish wish = wishes.of(body, row, rows.rooms(row.id()), account);
        boolean enabled = body.enabled() == null ? row.enabled() : body.enabled();
        boolean disabled = row.enabled() && !enabled;
        if (rows.change(
                        row.id(),
                        row.version(),
                        wish.url(),
                        wish.events().text(),
                        wish.scope().wireName(),
                        enabled,
                        enabled ? null : disabled ? "by-hand" : row.disabledReason(),
                        enabled ? null : disabled ? now.truncatedTo(ChronoUnit.MICROS) : row.disabledAt())
                == 0) {
            throw changedMeanwhile();
        }
        rows.clearRooms(row.id());
        wish.rooms().forEach(room -> rows.addRoom(row.id(), room));
        cursors.end(row.id());
        if (!wish.scope().wireName().equals(row.scope()) || body.rooms() != null) {
            cursors.begin(row.id());
        }
        if (enabled && (Boolean.TRUE.equals(body.enabled()) || !wish.url().equals(row.url()))) {
            // Its owner has mended something: the next attempt may be hours away.
            cursors.calm(row.id());
        }
        return find(row.id(), account);
    }

    void delete(WebhookRow row) {
        rows.deleteById(row.id());
    }

    /// A new secret; the one before stays good for some time.
    ///
    /// @throws WebhookException when somebody else was faster
    @Transactional
    WebhookRow rotate(WebhookRow row, Duration overlap, Account account, Instant now) {
        Instant until = now.plus(overlap).truncatedTo(ChronoUnit.MICROS);
        if (rows.rotate(row.id(), row.secret(), Secret.random().base64(), until) == 0) {
            throw changedMeanwhile();
        }
        return find(row.id(), account);
    }

    static WebhookException changedMeanwhile() {
        return new WebhookException(HttpStatus.PRECONDITION_FAILED, "the webhook was changed meanwhile: read it again");
    }

    private Optional<WebhookRow> earlier(Account account, String key, String hash, Instant now) {
        if (!key.matches("[!-~]{1,128}")) {
            throw WebhookException.invalid("Idempotency-Key", "Idempotency-Key has 1 to 128 visible ASCII characters");
        }
        keys.deleteOlder(now.minus(KEY_KEPT));
        Optional<IdempotencyKeyRow> row = keys.findById(new IdempotencyKeyRow.Id(account.id(), key));
        return row.map(known -> {
            if (!known.requestHash().equals(hash)) {
                throw new WebhookException(
                        HttpStatus.UNPROCESSABLE_ENTITY, "this Idempotency-Key belongs to another request");
            }
            return rows.findById(known.madeId())
                    .orElseThrow(() -> new WebhookException(
                            HttpStatus.CONFLICT, "the webhook made with this Idempotency-Key is deleted"));
        });
    }
}
