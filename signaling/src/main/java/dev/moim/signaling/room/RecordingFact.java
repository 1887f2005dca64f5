package dev.moim.signaling.room;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// What happened to a room's recording. Storage changes the recording's row in the same transaction.
public sealed interface RecordingFact extends Fact {
    /// Who does what nobody asked for.
    String SERVER = "server";

    String recording();

    /// The subject of who wanted it, or [#SERVER].
    String by();

    /// @param segment the one that begins with it; 0 while nobody is in the room
    record Started(Instant at, String recording, String by, int segment) implements RecordingFact {
        @Override
        public String type() {
            return "recording.started";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("recording", recording, "by", by);
        }
    }

    /// Its open segment ends.
    record Paused(Instant at, String recording, String by) implements RecordingFact {
        @Override
        public String type() {
            return "recording.paused";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("recording", recording, "by", by);
        }
    }

    /// Somebody resumed it, or people are back after the room was empty or the server was down.
    ///
    /// @param segment the one that begins with it; 0 while nobody is in the room
    record Resumed(Instant at, String recording, String by, int segment) implements RecordingFact {
        @Override
        public String type() {
            return "recording.resumed";
        }

        @Override
        public Map<String, Object> data() {
            return segment == 0
                    ? Map.of("recording", recording, "by", by)
                    : Map.of("recording", recording, "segment", segment, "by", by);
        }
    }

    /// It will not go on.
    record Stopped(Instant at, String recording, String by, StopReason reason) implements RecordingFact {
        @Override
        public String type() {
            return "recording.stopped";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("recording", recording, "by", by, "reason", reason.wireName());
        }
    }

    /// Why a recording ends.
    enum StopReason {
        REQUESTED,
        /// Nobody came back for long.
        ROOM_EMPTY,
        DISK_FULL,
        /// It is as long as one may be.
        LIMIT,
        /// The room is deleted, or the server cannot record.
        SERVER;

        /// The reason as events name it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
