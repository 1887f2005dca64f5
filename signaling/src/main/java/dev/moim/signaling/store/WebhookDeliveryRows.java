package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The delivery log.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface WebhookDeliveryRows extends GenericRepository<WebhookDeliveryRow, String> {
    WebhookDeliveryRow save(WebhookDeliveryRow delivery);

    Optional<WebhookDeliveryRow> findById(String id);

    /// An endpoint's deliveries, the newest first, those that come after a given one.
    @Query("select * from webhook_deliveries where webhook_id = :webhook"
            + " and (sent_at < :before or (sent_at = :before and id > :afterId))"
            + " order by sent_at desc, id limit :limit")
    List<WebhookDeliveryRow> page(String webhook, Instant before, String afterId, int limit);

    @Query("delete from webhook_deliveries where sent_at < :before")
    int deleteOlder(Instant before);
}
