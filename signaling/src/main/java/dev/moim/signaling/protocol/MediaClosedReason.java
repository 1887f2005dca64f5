package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// Why a participant's media path ended.
public enum MediaClosedReason {
    HANDSHAKE_FAILED,
    CLOSED,
    CONSENT_EXPIRED,
    FAULT;

    private final String wireName = WireName.of(this);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
