package dev.moim.stunturn.turn;

/// Error codes for requests that are authentic (RFC 8656 section 19).
final class Refusal {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHENTICATED = 401;
    static final int FORBIDDEN = 403;
    static final int ALLOCATION_MISMATCH = 437;
    static final int ADDRESS_FAMILY_NOT_SUPPORTED = 440;
    static final int WRONG_CREDENTIALS = 441;
    static final int UNSUPPORTED_TRANSPORT = 442;
    static final int PEER_ADDRESS_FAMILY_MISMATCH = 443;
    static final int QUOTA_REACHED = 486;
    static final int INSUFFICIENT_CAPACITY = 508;

    private Refusal() {}
}
