package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// What was wrong with a client's message; for programs.
public enum ErrorCode {
    MALFORMED,
    UNKNOWN_TYPE,
    INVALID,
    NOT_JOINED,
    ALREADY_JOINED,
    RESUME_FAILED,
    ROOM_FULL,
    BAD_SDP,
    FORBIDDEN,
    UNKNOWN_PARTICIPANT,
    TOO_FAST,
    BUSY,
    MEDIA_FULL,
    INTERNAL;

    private final String wireName = WireName.of(this);

    /// The code as it stands in messages, for example `not-joined`.
    @JsonValue
    public String wireName() {
        return wireName;
    }
}
