package dev.moim.signaling.queue;

/// The broker has not confirmed a message. It may have it nevertheless.
final class BrokerAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokerAwayException(String message) {
        super(message, null, false, false);
    }
}
