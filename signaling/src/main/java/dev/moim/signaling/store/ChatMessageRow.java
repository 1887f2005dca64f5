package dev.moim.signaling.store;

import dev.moim.signaling.protocol.ChatLine;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message of a room's chat.
///
/// @param name of the author when it was written
/// @param subject the author's, beyond one stay; null in rows older than the column
/// @param clientMessageId the author's own id; null in rows older than the column
@MappedEntity("chat_messages")
public record ChatMessageRow(
        @EmbeddedId NumberInRoom key,
        String id,
        String participant,
        String name,
        String text,
        Instant postedAt,
        @Nullable String subject,
        @Nullable String clientMessageId) {

    /// As everyone but its author gets it.
    public ChatLine line() {
        return new ChatLine(key.number(), id, participant, name, text, postedAt, Optional.empty());
    }
}
