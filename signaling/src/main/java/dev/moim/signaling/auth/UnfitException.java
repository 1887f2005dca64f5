package dev.moim.signaling.auth;

/// A user name or password that will not do.
public final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    UnfitException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    /// `username` or `password`.
    public String field() {
        return field;
    }
}
