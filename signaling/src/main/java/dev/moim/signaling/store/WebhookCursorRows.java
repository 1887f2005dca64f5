package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far endpoints have the logs.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface WebhookCursorRows extends GenericRepository<WebhookCursorRow, WebhookCursorRow.Place> {
    WebhookCursorRow save(WebhookCursorRow cursor);

    Optional<WebhookCursorRow> findById(WebhookCursorRow.Place place);

    /// The event with this number is done with.
    @Query("update webhook_cursors set number = :number, failures = 0, failing_since = null, next_attempt_at = null"
            + " where webhook_id = :webhook and room_id = :room")
    int pass(String webhook, String room, long number);

    @Query("update webhook_cursors set failures = :failures, failing_since = :since, next_attempt_at = :next"
            + " where webhook_id = :webhook and room_id = :room")
    int fail(String webhook, String room, int failures, Instant since, @Nullable Instant next);

    /// Rooms that the endpoint begins to hear of: from now on.
    @Query("insert into webhook_cursors (webhook_id, room_id, number, failures)"
            + " select w.id, l.room_id, l.last_number, 0 from webhooks w join users u on u.id = w.owner_id"
            + " join event_logs l on " + WebhookRows.COVERS
            + " where w.id = :webhook and not exists"
            + " (select 1 from webhook_cursors c where c.webhook_id = w.id and c.room_id = l.room_id)")
    int begin(String webhook);

    /// Rooms that the endpoint hears of no more.
    @Query("delete from webhook_cursors where webhook_id = :webhook and room_id not in"
            + " (select l.room_id from webhooks w join users u on u.id = w.owner_id"
            + " join event_logs l on " + WebhookRows.COVERS + " where w.id = :webhook)")
    int end(String webhook);

    /// All failures are forgotten.
    @Query("update webhook_cursors set failures = 0, failing_since = null, next_attempt_at = null"
            + " where webhook_id = :webhook")
    int calm(String webhook);

    @Query("select min(failing_since) from webhook_cursors where webhook_id = :webhook")
    Optional<Instant> failingSince(String webhook);
}
