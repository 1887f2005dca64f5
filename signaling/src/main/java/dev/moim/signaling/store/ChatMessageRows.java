package dev.moim.signaling.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// Chat histories.
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ChatMessageRows extends GenericRepository<ChatMessageRow, NumberInRoom> {
    ChatMessageRow save(ChatMessageRow message);

    /// The newest messages of a room, the newest first.
    @Query("select * from chat_messages where room_id = :room order by number desc limit :limit")
    List<ChatMessageRow> newest(String room, int limit);

    /// The message that a client posted under its own id.
    @Query("select * from chat_messages where room_id = :room and subject = :subject and client_message_id = :id")
    Optional<ChatMessageRow> posted(String room, String subject, String id);

    /// The number of the newest message of a room; 0 before the first.
    @Query("select coalesce(max(number), 0) from chat_messages where room_id = :room")
    long lastNumber(String room);
}
