package dev.moim.signaling.room;

/// Why the server closes a connection; docs/protocol.md lists the codes.
public enum CloseReason {
    LEFT(1000),
    GOING_AWAY(1001),
    FAULT(1011),
    OVERLOADED(1013),
    NO_JOIN(4000),
    TOO_MANY_MESSAGES(4001),
    TOO_SLOW(4002),
    KICKED(4003),
    ROOM_ENDED(4004),
    RESUMED_ELSEWHERE(4005),
    TOKEN_REVOKED(4006);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    /// The WebSocket close code (RFC 6455 section 7.4).
    public int code() {
        return code;
    }
}
