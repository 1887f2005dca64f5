package dev.moim.signaling.store;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Registered endpoints and the rooms they hear of.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface WebhookRows extends GenericRepository<WebhookRow, String> {
    /// Whether the endpoint `w` of the user `u` hears of the log `l`. Rights are looked at each time: an administrator
    /// who is none any more hears of own rooms only.
    String COVERS = "((w.scope = 'mine' and l.owner_id = w.owner_id)"
            + " or (w.scope = 'server' and u.administrator)"
            + " or (w.scope = 'rooms' and (l.owner_id = w.owner_id or u.administrator) and exists"
            + " (select 1 from webhook_rooms r where r.webhook_id = w.id and r.room_id = l.room_id)))";

    /// An endpoint that has not heard all of a room.
    @Introspected
    record Lag(String webhookId, String roomId) {}

    WebhookRow save(WebhookRow webhook);

    Optional<WebhookRow> findById(String id);

    int deleteById(String id);

    /// Keeps concurrent creations of one owner apart, so that none goes over the limit.
    @Query("select id from users where id = :owner for update")
    Optional<String> lockOwner(String owner);

    @Query("select count(*) from webhooks where owner_id = :owner")
    long count(String owner);

    /// One owner's endpoints, the newest first.
    @Query("select * from webhooks where owner_id = :owner order by created_at desc, id")
    List<WebhookRow> of(String owner);

    /// @return 1, or 0 when the version is another one or the endpoint is gone
    @Query("update webhooks set url = :url, events = :events, scope = :scope, enabled = :enabled,"
            + " disabled_reason = :reason, disabled_at = :disabledAt, version = version + 1"
            + " where id = :id and version = :version")
    int change(
            String id,
            long version,
            String url,
            String events,
            String scope,
            boolean enabled,
            @Nullable String reason,
            @Nullable Instant disabledAt);

    /// @return 1, or 0 when it is disabled already or gone
    @Query("update webhooks set enabled = false, disabled_reason = :reason, disabled_at = :now, version = version + 1"
            + " where id = :id and enabled")
    int disable(String id, String reason, Instant now);

    /// @return 1, or 0 when the current secret is another one
    @Query("update webhooks set previous_secret = secret, previous_until = :until, secret = :next,"
            + " version = version + 1 where id = :id and secret = :current")
    int rotate(String id, String current, String next, Instant until);

    @Query("select room_id from webhook_rooms where webhook_id = :id order by room_id")
    List<String> rooms(String id);

    @Query("insert into webhook_rooms (webhook_id, room_id) values (:id, :room)")
    void addRoom(String id, String room);

    @Query("delete from webhook_rooms where webhook_id = :id")
    int clearRooms(String id);

    /// The endpoints that hear of a room.
    @Query("select w.* from webhooks w join users u on u.id = w.owner_id join event_logs l on l.room_id = :room"
            + " where w.enabled and " + COVERS)
    List<WebhookRow> covering(String room);

    /// Whether an endpoint hears of a room.
    @Query("select count(*) from webhooks w join users u on u.id = w.owner_id join event_logs l on l.room_id = :room"
            + " where w.id = :id and w.enabled and " + COVERS)
    long covers(String id, String room);

    /// Whether an endpoint, enabled or not, may hear of a room.
    @Query("select count(*) from webhooks w join users u on u.id = w.owner_id join event_logs l on l.room_id = :room"
            + " where w.id = :id and " + COVERS)
    long mayHear(String id, String room);

    /// Endpoints that have not heard all, in the order of their ids, those after a given one.
    @Query("select w.id as webhook_id, l.room_id as room_id from webhooks w join users u on u.id = w.owner_id"
            + " join event_logs l on " + COVERS
            + " left join webhook_cursors c on c.webhook_id = w.id and c.room_id = l.room_id"
            + " where w.enabled and coalesce(c.number, 0) < l.last_number"
            + " and (w.id > :id or (w.id = :id and l.room_id > :room)) order by w.id, l.room_id limit :limit")
    List<Lag> lagging(String id, String room, int limit);
}
