package dev.moim.media.send;

/// Gives a source's packets their numbers in a slot's endless stream: gaps of the source stay gaps, which the
/// subscriber asks for, while packets that were left out on purpose leave none. One thread.
final class SequenceMap {
    /// Left-out packets that are remembered for the sake of late ones.
    private static final int HISTORY = 32;

    /// The longest gap that stays one, as long as receivers remember. A longer one, which no retransmission fills,
    /// would lead them (and our own SRTP, RFC 3711 section 3.3.1) to count a wrap of the numbers wrongly.
    private static final int MAX_GAP = 1024;

    static final long NONE = Long.MIN_VALUE;

    private final long[] fromSource = new long[HISTORY];
    private final long[] offsets = new long[HISTORY];
    private int entries;
    private long firstSource;
    private long highestSource;
    private long lastOutput;
    private long lastGiven;

    /// @param firstOutput number of the slot's first packet
    SequenceMap(long firstOutput) {
        lastOutput = firstOutput - 1;
        lastGiven = lastOutput;
    }

    /// The highest number that was given out or is kept free for a late packet.
    long lastOutput() {
        return lastOutput;
    }

    /// From now on packets of another source count on.
    ///
    /// @param number extended sequence number of its first packet
    void start(long number) {
        entries = 0;
        firstSource = number;
        highestSource = number - 1;
        push(number, lastOutput + 1 - number);
    }

    /// The packet's number in the slot, or [#NONE] when it came too late.
    long output(long number) {
        if (number > highestSource) {
            closeLongGap(number);
            highestSource = number;
            lastOutput = number + offsets[(entries - 1) % HISTORY];
            lastGiven = lastOutput;
            return lastOutput;
        }
        if (number < firstSource) {
            return NONE;
        }
        int oldest = Math.max(0, entries - HISTORY);
        for (int i = entries - 1; i >= oldest; i--) {
            if (number >= fromSource[i % HISTORY]) {
                return offsets[i % HISTORY] == NONE ? NONE : number + offsets[i % HISTORY];
            }
        }
        return NONE;
    }

    /// Leaves the packet out.
    ///
    /// @return false when its number is taken already, since later packets are gone
    boolean skip(long number) {
        if (number <= highestSource) {
            return false;
        }
        closeLongGap(number);
        long offset = offsets[(entries - 1) % HISTORY] - 1;
        highestSource = number;
        lastOutput = number + offset;
        push(number + 1, offset);
        return true;
    }

    /// The packets in between have no place any more. Counted from the last number that was given out: packets that are
    /// left out must not add gap to gap.
    private void closeLongGap(long number) {
        if (number + offsets[(entries - 1) % HISTORY] - lastGiven > MAX_GAP) {
            push(highestSource + 1, NONE);
            push(number, lastOutput + 1 - number);
        }
    }

    private void push(long number, long offset) {
        fromSource[entries % HISTORY] = number;
        offsets[entries % HISTORY] = offset;
        entries++;
    }
}
