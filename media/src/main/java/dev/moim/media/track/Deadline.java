package dev.moim.media.track;

/// Arithmetic on moments of [System#nanoTime], which may be negative and wrap; [#NEVER] is none.
public final class Deadline {
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    public static boolean isDue(long deadlineNanos, long nowNanos) {
        return deadlineNanos != NEVER && deadlineNanos - nowNanos <= 0;
    }

    public static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b <= 0 ? a : b;
    }
}
