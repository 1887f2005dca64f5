package dev.moim.signaling.webhook;

/// A name that leads nowhere we may go.
final class ResolverException extends Exception {
    private static final long serialVersionUID = 1L;

    ResolverException(String message) {
        super(message, null, false, false);
    }
}
