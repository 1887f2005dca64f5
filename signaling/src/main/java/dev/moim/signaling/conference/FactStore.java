package dev.moim.signaling.conference;

import dev.moim.signaling.events.Attendance;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.room.Fact;
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

    FactStore(EventLog events, Attendance attendance, ChatMessageRows chat) {
        this.events = events;
        this.attendance = attendance;
        this.chat = chat;
    }

    /// Durable when it returns.
    @Transactional
    void store(RoomId room, Fact fact) {
        switch (fact) {
            case Fact.Attendance comesOrGoes -> attendance.append(room, comesOrGoes);
            case Fact.ChatPosted(var participant, ChatLine line, var clientMessageId) -> {
                chat.save(new ChatMessageRow(
                        new NumberInRoom(room.value(), line.number()),
                        line.id(),
                        line.participant(),
                        line.name(),
                        line.text(),
                        line.at()));
                events.append(room, fact.type(), fact.at(), fact.data());
            }
        }
    }
}
