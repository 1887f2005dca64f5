package dev.moim.media.send;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the last packets of a slot came from, so that they can be made again from the source's cache. One thread.
final class SentPackets {
    private final long[] outputs;
    private final long[] sources;
    private final long[] resentNanos;
    private final boolean[] resent;
    private final @Nullable Mapping[] mappings;

    /// @param capacity a power of two
    SentPackets(int capacity) {
        outputs = new long[capacity];
        sources = new long[capacity];
        resentNanos = new long[capacity];
        resent = new boolean[capacity];
        mappings = new Mapping[capacity];
        Arrays.fill(outputs, SequenceMap.NONE);
    }

    void put(long output, long source, Mapping mapping) {
        int slot = slot(output);
        outputs[slot] = output;
        sources[slot] = source;
        resent[slot] = false;
        mappings[slot] = mapping;
    }

    /// How the packet was made, or null when it is unknown.
    @Nullable
    Mapping mapping(long output) {
        int slot = slot(output);
        return outputs[slot] == output ? mappings[slot] : null;
    }

    /// The source's number of a packet with a [#mapping].
    long source(long output) {
        return sources[slot(output)];
    }

    /// Notes a retransmission of a packet with a [#mapping].
    ///
    /// @return false when the last one was less than the interval ago
    boolean resend(long output, long intervalNanos, long nowNanos) {
        int slot = slot(output);
        if (resent[slot] && nowNanos - resentNanos[slot] < intervalNanos) {
            return false;
        }
        resent[slot] = true;
        resentNanos[slot] = nowNanos;
        return true;
    }

    /// Lets go of the sources and their packets.
    void clear() {
        Arrays.fill(outputs, SequenceMap.NONE);
        Arrays.fill(mappings, null);
    }

    private int slot(long output) {
        return (int) output & (outputs.length - 1);
    }
}
