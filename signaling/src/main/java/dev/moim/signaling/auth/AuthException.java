package dev.moim.signaling.auth;

/// A caller's fault around accounts and tokens.
public final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What was wrong.
    public enum Reason {
        /// Name or password, code or token: which of them is not told.
        WRONG_CREDENTIALS,
        /// Too many attempts; later again.
        TOO_MANY_ATTEMPTS,
        NAME_TAKEN,
        /// There is an administrator already.
        ALREADY_SET_UP
    }

    private final Reason reason;

    AuthException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
