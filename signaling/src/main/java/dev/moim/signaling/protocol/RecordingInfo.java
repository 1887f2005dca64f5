package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/// The recording that a room has.
///
/// @param startedAt when it was started, pauses included
public record RecordingInfo(String id, State state, Instant startedAt) {
    public static RecordingInfo of(String id, boolean paused, Instant startedAt) {
        return new RecordingInfo(id, paused ? State.PAUSED : State.RECORDING, startedAt);
    }

    /// Whether it takes what is said and shown.
    public enum State {
        RECORDING,
        PAUSED;

        private final String wireName = WireName.of(this);

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
