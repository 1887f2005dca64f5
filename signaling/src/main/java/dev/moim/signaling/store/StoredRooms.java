package dev.moim.signaling.store;

import dev.moim.signaling.room.OngoingRecording;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSetup;
import dev.moim.signaling.room.RoomStore;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// What a room needs to come into memory.
@Singleton
@Named("stored")
class StoredRooms implements RoomStore {
    private final RoomRows rooms;
    private final ChatMessageRows chat;
    private final RecordingRows recordings;
    private final RecordingSegmentRows segments;

    StoredRooms(RoomRows rooms, ChatMessageRows chat, RecordingRows recordings, RecordingSegmentRows segments) {
        this.rooms = rooms;
        this.chat = chat;
        this.recordings = recordings;
        this.segments = segments;
    }

    @Override
    @ReadOnly
    public Optional<RoomSetup> load(RoomId room) {
        return rooms.findById(room.value()).map(row -> {
            List<ChatMessageRow> newest = chat.newest(room.value(), RoomSetup.NEWCOMER_CHAT);
            long next = newest.isEmpty() ? 1 : newest.getFirst().key().number() + 1;
            return new RoomSetup(
                    row.name(),
                    row.maxParticipants(),
                    row.guests(),
                    newest.reversed().stream().map(ChatMessageRow::line).toList(),
                    next,
                    recordings.ongoing(room.value()).map(this::ongoing));
        });
    }

    private OngoingRecording ongoing(RecordingRow row) {
        return new OngoingRecording(
                row.id(),
                row.startedAt(),
                row.state().equals("paused"),
                segments.of(row.id()).size());
    }
}
