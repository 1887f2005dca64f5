package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ChatLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// Numbers a room's chat messages and keeps the last ones for newcomers.
final class ChatHistory {
    private final ArrayDeque<ChatLine> last;
    private long nextNumber;

    ChatHistory(RoomSetup setup) {
        last = new ArrayDeque<>(setup.lastChat());
        nextNumber = setup.nextChatNumber();
    }

    List<ChatLine> last() {
        return List.copyOf(last);
    }

    /// The line that a message would become; storage has the last word on its number, and [#add] makes it so.
    ChatLine next(Participant author, String text, Instant now) {
        // Finer than any database keeps it: a line must read the same before and after a restart.
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new ChatLine(
                nextNumber, ChatLine.idOf(nextNumber), author.id().value(), author.name(), text, at, Optional.empty());
    }

    /// Whether everyone has it: it was loaded with the room, or added.
    boolean has(ChatLine line) {
        return line.number() < nextNumber;
    }

    void add(ChatLine line) {
        nextNumber = line.number() + 1;
        last.add(line);
        if (last.size() > RoomSetup.NEWCOMER_CHAT) {
            last.remove();
        }
    }
}
