package dev.moim.signaling.conference;

import dev.moim.signaling.events.Attendance;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.recording.Recordings;
import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.RecordingFact;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.store.ChatMessageRow;
import dev.moim.signaling.store.ChatMessageRows;
import dev.moim.signaling.store.NumberInRoom;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;

/// Puts facts on disk, each in one transaction with what belongs to it.
@Singleton
class FactStore {
    private final EventLog events;
    private final Attendance attendance;
    private final ChatMessageRows chat;
    private final Recordings recordings;

    FactStore(EventLog events, Attendance attendance, ChatMessageRows chat, Recordings recordings) {
        this.events = events;
        this.attendance = attendance;
        this.chat = chat;
        this.recordings = recordings;
    }

    /// Durable when it returns.
    ///
    /// @return the fact as it is on disk
    @Transactional
    Fact store(RoomId room, Fact fact) {
        return switch (fact) {
            case Fact.ChatPosted posted ->
                chat.posted(room.value(), posted.subject(), posted.clientMessageId())
                        .<Fact>map(before -> posted.withLine(before.line()))
                        .orElseGet(() -> post(room, posted));
            case Fact.Attendance comesOrGoes -> {
                attendance.append(room, comesOrGoes);
                yield fact;
            }
            case RecordingFact change -> {
                recordings.store(room, change);
                events.append(room, fact.type(), fact.at(), fact.data());
                yield fact;
            }
        };
    }

    /// The number comes from the disk: after a store whose outcome nobody learned, the room's own may be taken.
    private Fact post(RoomId room, Fact.ChatPosted posted) {
        ChatLine line = posted.line().withNumber(chat.lastNumber(room.value()) + 1);
        chat.save(new ChatMessageRow(
                new NumberInRoom(room.value(), line.number()),
                line.id(),
                line.participant(),
                line.name(),
                line.text(),
                line.at(),
                posted.subject(),
                posted.clientMessageId()));
        Fact kept = posted.withLine(line);
        events.append(room, kept.type(), kept.at(), kept.data());
        return kept;
    }
}
