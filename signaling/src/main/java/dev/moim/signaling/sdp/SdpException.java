package dev.moim.signaling.sdp;

/// A description that cannot be read or cannot be answered; the message is for the one who sent it.
public final class SdpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SdpException(String message) {
        super(message, null, false, false);
    }

    /// @param line counts from 1
    static SdpException at(int line, String message) {
        return new SdpException("line " + line + ": " + message);
    }
}
