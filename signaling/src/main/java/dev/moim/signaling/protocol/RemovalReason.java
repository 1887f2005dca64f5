package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// Why a connection is about to be closed for good.
public enum RemovalReason {
    KICKED,
    ROOM_ENDED,
    RESUMED_ELSEWHERE,
    TOKEN_REVOKED;

    private final String wireName = WireName.of(this);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
