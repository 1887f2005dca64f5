package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ChatLine;
import java.util.List;
import java.util.Optional;

/// What storage knows of a room.
///
/// @param name what people call it
/// @param maxParticipants at least 1
/// @param guests whether people without an account come in by the room's link
/// @param lastChat the newest chat messages, the oldest first, at most [#NEWCOMER_CHAT]
/// @param nextChatNumber the number that the next chat message gets, at least 1
/// @param recording the one that was going on when the room was last in memory
public record RoomSetup(
        String name,
        int maxParticipants,
        boolean guests,
        List<ChatLine> lastChat,
        long nextChatNumber,
        Optional<OngoingRecording> recording) {
    /// How many chat messages a newcomer gets.
    public static final int NEWCOMER_CHAT = 20;

    public static final int DEFAULT_MAX_PARTICIPANTS = 100;

    /// A room that is not recorded.
    public RoomSetup(String name, int maxParticipants, boolean guests, List<ChatLine> lastChat, long nextChatNumber) {
        this(name, maxParticipants, guests, lastChat, nextChatNumber, Optional.empty());
    }

    public RoomSetup {
        lastChat = List.copyOf(lastChat);
        if (maxParticipants < 1 || nextChatNumber < 1) {
            throw new IllegalArgumentException("a room has a place, and its chat counts from 1");
        }
    }
}
