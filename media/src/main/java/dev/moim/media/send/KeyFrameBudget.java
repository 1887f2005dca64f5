package dev.moim.media.send;

/// Limits how often one slot's requests reach the publisher: a subscriber on a bad path must not make the picture worse
/// for all others. The first is free, each further one within the memory doubles the pause. One thread.
final class KeyFrameBudget {
    private static final long FIRST_PAUSE_NANOS = 500_000_000;
    private static final long LONGEST_PAUSE_NANOS = 8_000_000_000L;
    private static final long MEMORY_NANOS = 20_000_000_000L;

    private boolean used;
    private long allowedNanos;
    private long pauseNanos;

    boolean allows(long nowNanos) {
        if (used && nowNanos - allowedNanos < pauseNanos) {
            return false;
        }
        boolean recent = used && nowNanos - allowedNanos < MEMORY_NANOS;
        pauseNanos = recent ? Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS) : FIRST_PAUSE_NANOS;
        used = true;
        allowedNanos = nowNanos;
        return true;
    }
}
