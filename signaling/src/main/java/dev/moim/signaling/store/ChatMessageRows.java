package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/// Chat histories.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChatMessageRows extends GenericRepository<ChatMessageRow, NumberInRoom> {
    ChatMessageRow save(ChatMessageRow message);

    /// The newest messages of a room, the newest first.
    @Query("select * from chat_messages where room_id = :room order by number desc limit :limit")
    List<ChatMessageRow> newest(String room, int limit);
}
