package dev.moim.signaling.recording;

/// An order about a recording that cannot be carried out.
public final class RecordingRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RecordingRefusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why.
    public enum Reason {
        /// The room or the recording is in a state that does not fit.
        CONFLICT,
        /// The room has too much to do, or storage refused: the same order may succeed later.
        BUSY,
        NO_SPACE
    }
}
