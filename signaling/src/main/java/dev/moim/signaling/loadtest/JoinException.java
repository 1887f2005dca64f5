package dev.moim.signaling.loadtest;

import java.io.Serial;

/// Somebody could not come in; the message says why.
public final class JoinException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    JoinException(String message) {
        super(message);
    }

    JoinException(String message, Throwable cause) {
        super(message, cause);
    }
}
