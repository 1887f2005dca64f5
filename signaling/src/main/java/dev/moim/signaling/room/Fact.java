package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ChatLine;
import java.time.Instant;
import java.util.Map;

/// What happened in a room and must be on disk before anyone is told. Each becomes an event of the log with this type
/// and data; a [ChatPosted] is also stored as a chat message, in the same transaction.
public sealed interface Fact permits Fact.Attendance, Fact.ChatPosted, RecordingFact {
    Instant at();

    /// The event's type, for example `participant.joined`.
    String type();

    /// The event's data: values that JSON can carry.
    Map<String, Object> data();

    /// Who comes and goes: the log has these in pairs.
    sealed interface Attendance extends Fact {}

    /// The first participant came into an empty room.
    record RoomStarted(Instant at) implements Attendance {
        @Override
        public String type() {
            return "room.started";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of();
        }
    }

    /// The last participant left.
    record RoomEnded(Instant at) implements Attendance {
        @Override
        public String type() {
            return "room.ended";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of();
        }
    }

    /// @param count participants after it
    record ParticipantJoined(Instant at, ParticipantId participant, String name, Role role, String subject, int count)
            implements Attendance {
        @Override
        public String type() {
            return "participant.joined";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "participant",
                    participant.value(),
                    "name",
                    name,
                    "role",
                    role.wireName(),
                    "subject",
                    subject,
                    "count",
                    count);
        }
    }

    /// @param reason `left`, `lost`, `kicked`, `replaced`, `room-ended`, `server-stopped`, `fault`; `server-lost` when
    ///     the process died
    /// @param count participants after it
    record ParticipantLeft(Instant at, ParticipantId participant, String name, String subject, String reason, int count)
            implements Attendance {
        @Override
        public String type() {
            return "participant.left";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "participant",
                    participant.value(),
                    "name",
                    name,
                    "subject",
                    subject,
                    "reason",
                    reason,
                    "count",
                    count);
        }
    }

    /// @param line as everyone but its author gets it
    /// @param subject the author's; with the client's id it tells a message that is repeated
    record ChatPosted(ParticipantId participant, String subject, ChatLine line, String clientMessageId)
            implements Fact {
        /// The same message as storage keeps it.
        public ChatPosted withLine(ChatLine kept) {
            return new ChatPosted(participant, subject, kept, clientMessageId);
        }

        @Override
        public Instant at() {
            return line.at();
        }

        @Override
        public String type() {
            return "chat.posted";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "number",
                    line.number(),
                    "message",
                    line.id(),
                    "participant",
                    line.participant(),
                    "name",
                    line.name(),
                    "text",
                    line.text());
        }
    }
}
