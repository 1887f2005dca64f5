package dev.moim.signaling.store;

import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// One message of a room's chat.
///
/// @param name of the author when it was written
@MappedEntity("chat_messages")
public record ChatMessageRow(
        @EmbeddedId NumberInRoom key, String id, String participant, String name, String text, Instant postedAt) {}
