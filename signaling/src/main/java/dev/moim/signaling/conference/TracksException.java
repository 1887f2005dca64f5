package dev.moim.signaling.conference;

/// What an offer says of its tracks does not fit its sections; the message is for the one who sent it.
final class TracksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TracksException(String message) {
        super(message, null, false, false);
    }
}
