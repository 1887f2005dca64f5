package dev.moim.signaling.webhook;

/// How a request ended.
///
/// @param status 0 when there was no answer
/// @param error empty when there was one
/// @param excerpt the beginning of the answer's body
record Reply(int status, String error, String excerpt) {
    private static final int GONE = 410;

    static Reply failed(String error) {
        return new Reply(0, error, "");
    }

    boolean isDone() {
        return status >= 200 && status < 300;
    }

    /// The endpoint wants nothing more, ever.
    boolean isGone() {
        return status == GONE;
    }
}
