package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// Why someone is no longer in the room.
public enum LeaveReason {
    LEFT,
    /// did not come back within the resume window
    LOST,
    KICKED,
    /// the same person joined anew and named this stay
    REPLACED;

    private final String wireName = WireName.of(this);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
