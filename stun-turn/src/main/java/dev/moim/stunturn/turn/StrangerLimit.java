package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// How many answers a source gets before it has shown a password. Sources share a fixed number of buckets by a hash
/// that nobody outside knows, so strangers cannot make it grow.
final class StrangerLimit {
    /// An office of 60 people that opens a meeting at once: each browser asks over a few networks and transports.
    static final int BURST = 256;

    /// Answers have at most 70 bytes, so a source whose address someone forges gets 4.5 kB/s.
    static final int PER_SECOND = 64;

    private static final int BUCKETS = 4096;
    private static final long TOKEN_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final long seed;

    /// The time at which a bucket is full again.
    private final long[] fullNanos = new long[BUCKETS];

    StrangerLimit(RandomGenerator random, long nowNanos) {
        seed = random.nextLong();
        Arrays.fill(fullNanos, nowNanos);
    }

    boolean allows(ClientPath client, long nowNanos) {
        int bucket = Sources.hash(client, seed) & (BUCKETS - 1);
        long full = fullNanos[bucket] - nowNanos < 0 ? nowNanos : fullNanos[bucket];
        if (full - nowNanos > (BURST - 1) * TOKEN_NANOS) {
            return false;
        }
        fullNanos[bucket] = full + TOKEN_NANOS;
        return true;
    }
}
