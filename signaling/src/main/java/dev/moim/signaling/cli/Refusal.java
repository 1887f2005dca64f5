package dev.moim.signaling.cli;

import java.io.Serial;

/// Something the operator can put right; its message is the one line that they read.
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
