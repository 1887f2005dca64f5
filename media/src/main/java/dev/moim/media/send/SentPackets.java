package dev.moim.media.send;

import dev.moim.media.congestion.OutgoingPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the last packets of a slot came from, so that they can be made again from the source's cache. One thread.
final class SentPackets implements OutgoingPacket.Departure {
    /// The transport-wide number of a packet that waits to be sent.
    static final int QUEUED = -1;

    /// The transport-wide number of a packet for which there was no room.
    static final int UNSENT = -2;

    private final long[] outputs;
    private final long[] sources;
    private final long[] resentNanos;
    private final boolean[] resent;
    private final int[] transportNumbers;
    private final @Nullable Mapping[] mappings;

    /// @param capacity a power of two
    SentPackets(int capacity) {
        outputs = new long[capacity];
        sources = new long[capacity];
        resentNanos = new long[capacity];
        resent = new boolean[capacity];
        transportNumbers = new int[capacity];
        mappings = new Mapping[capacity];
        Arrays.fill(outputs, SequenceMap.NONE);
    }

    /// @param queued whether it waits to be sent
    void put(long output, long source, Mapping mapping, boolean queued) {
        int slot = slot(output);
        outputs[slot] = output;
        sources[slot] = source;
        resent[slot] = false;
        mappings[slot] = mapping;
        transportNumbers[slot] = queued ? QUEUED : UNSENT;
    }

    /// A packet with a [#mapping] that had no room has got it.
    void requeue(long output) {
        int slot = slot(output);
        transportNumbers[slot] = transportNumbers[slot] == UNSENT ? QUEUED : transportNumbers[slot];
    }

    @Override
    public void onDeparted(long number, int transportSequence) {
        int slot = slot(number);
        if (outputs[slot] == number) {
            transportNumbers[slot] = transportSequence;
        }
    }

    /// The transport-wide number that a packet with a [#mapping] left with, or [#QUEUED] or [#UNSENT]. Known only of
    /// those that have this as their departure.
    int transportNumber(long output) {
        return transportNumbers[slot(output)];
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
