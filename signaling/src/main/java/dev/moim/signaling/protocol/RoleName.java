package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// A participant's role as messages name it.
public enum RoleName {
    MODERATOR,
    PARTICIPANT,
    VIEWER;

    private final String wireName = WireName.of(this);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
