package dev.moim.signaling.loadtest;

import java.util.Arrays;

/// Counts durations in buckets that grow with the value, so that a percentile is right to 3 %. Allocates nothing when
/// it records. One thread.
final class LatencyHistogram {
    private static final int SUB_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    private static final int MAX_EXPONENT = 40;
    private static final long NANOS_PER_UNIT = 1_000;

    private final long[] counts = new long[(MAX_EXPONENT + 1) * SUB_BUCKETS];
    private long total;

    /// @param nanos negative ones count as 0
    void record(long nanos) {
        counts[index(Math.max(0, nanos) / NANOS_PER_UNIT)]++;
        total++;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /// @param share 0 to 1
    /// @return in milliseconds, 0 without any value
    double percentileMillis(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return valueOf(i) * (NANOS_PER_UNIT / 1e6);
            }
        }
        return 0;
    }

    private static int index(long value) {
        int exponent = Math.max(0, 64 - SUB_BITS - Long.numberOfLeadingZeros(value | 1));
        if (exponent == 0) {
            return (int) value;
        }
        int sub = (int) (value >>> (exponent - 1)) & (SUB_BUCKETS - 1);
        return exponent >= MAX_EXPONENT ? (MAX_EXPONENT + 1) * SUB_BUCKETS - 1 : exponent * SUB_BUCKETS + sub;
    }

    private static long valueOf(int index) {
        int exponent = index / SUB_BUCKETS;
        long sub = index % SUB_BUCKETS;
        return exponent == 0 ? sub : (SUB_BUCKETS + sub) << (exponent - 1);
    }
}
