package dev.moim.signaling.queue;

/// Something to be done later.
///
/// @param kind names the worker, 1 to 50 characters
/// @param key what it is about, 1 to 200 characters: one job of a kind and key at a time
/// @param payload at most 8000 characters; large things are named, not carried
public record Job(String kind, String key, String payload) {
    private static final int KIND_LENGTH = 50;
    private static final int KEY_LENGTH = 200;
    private static final int PAYLOAD_LENGTH = 8000;

    public Job {
        if (kind.isEmpty() || kind.length() > KIND_LENGTH) {
            throw new IllegalArgumentException("kind is 1 to " + KIND_LENGTH + " characters");
        }
        if (key.isEmpty() || key.length() > KEY_LENGTH) {
            throw new IllegalArgumentException("key is 1 to " + KEY_LENGTH + " characters");
        }
        if (payload.length() > PAYLOAD_LENGTH) {
            throw new IllegalArgumentException("payload is at most " + PAYLOAD_LENGTH + " characters");
        }
    }
}
