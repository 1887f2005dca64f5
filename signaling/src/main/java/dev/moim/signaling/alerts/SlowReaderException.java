package dev.moim.signaling.alerts;

/// Cuts the connection of a reader that takes no bytes.
final class SlowReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowReaderException() {
        super("the reader takes no bytes", null, false, false);
    }
}
