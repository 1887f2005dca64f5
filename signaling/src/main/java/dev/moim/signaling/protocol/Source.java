package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a participant publishes, at most one of each.
public enum Source {
    MICROPHONE,
    CAMERA,
    SCREEN,
    SCREEN_AUDIO;

    private final String wireName = WireName.of(this);

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
