package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ChatLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one person posted lately, so that a repeated message is recognised, and how fast.
final class Postings {
    /// Clients repeat what was not confirmed when a connection broke: a handful. Bounds the memory for each person.
    private static final int REMEMBERED = 128;

    private record Posted(long number, String id, Instant at) {}

    private final Map<String, Posted> posted = new LinkedHashMap<>();
    private final TokenBucket rate;

    Postings(RoomSettings settings, Instant now) {
        rate = new TokenBucket(settings.chatBurst(), settings.chatPerSecond(), now);
    }

    boolean mayPost(Instant now) {
        return rate.take(now);
    }

    /// The message that already has this id of the client's, if it is one that was repeated.
    Optional<ChatLine> repeated(String clientMessageId, Participant author, String text) {
        return Optional.ofNullable(posted.get(clientMessageId))
                .map(first -> new ChatLine(
                        first.number(),
                        first.id(),
                        author.id().value(),
                        author.name(),
                        text,
                        first.at(),
                        Optional.of(clientMessageId)));
    }

    void onPosted(String clientMessageId, ChatLine line) {
        posted.put(clientMessageId, new Posted(line.number(), line.id(), line.at()));
        if (posted.size() > REMEMBERED) {
            posted.remove(posted.keySet().iterator().next());
        }
    }
}
