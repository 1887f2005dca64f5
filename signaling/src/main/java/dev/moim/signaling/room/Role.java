package dev.moim.signaling.room;

import dev.moim.signaling.protocol.RoleName;

/// What a person may do in a room; comes from the token alone.
public enum Role {
    MODERATOR,
    PARTICIPANT,
    VIEWER;

    public boolean may(Grant grant) {
        return switch (grant) {
            case CHAT -> true;
            case PUBLISH -> this != VIEWER;
            case MODERATE, RECORD -> this == MODERATOR;
        };
    }

    /// The role as messages, tokens and events name it, for example `moderator`.
    public String wireName() {
        return RoleName.valueOf(name()).wireName();
    }

    /// One right.
    public enum Grant {
        PUBLISH,
        CHAT,
        MODERATE,
        RECORD
    }
}
