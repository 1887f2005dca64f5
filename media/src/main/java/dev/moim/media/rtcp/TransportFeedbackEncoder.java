package dev.moim.media.rtcp;

/// Packs arrival times into the chunks and deltas of transport-wide feedback
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Keeps its work arrays. One thread.
final class TransportFeedbackEncoder {
    /// Packets in one feedback: more than a second of the fastest path, and bounds the work arrays.
    static final int MAX_PACKETS = 8192;

    private static final int NOT_RECEIVED = 0;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;
    private static final int MAX_RUN = 0x1FFF;

    private final byte[] symbols = new byte[MAX_PACKETS];
    private final short[] deltas = new short[MAX_PACKETS];
    private int staged;
    private long referenceTime;
    private int chunkBytes;
    private int deltaBytes;
    private int chunk;
    private int length;

    /// Writes everything behind the two SSRCs.
    ///
    /// @return entries written, 0 when there was no room or none of them arrived
    int encode(
            byte[] out,
            int offset,
            int end,
            int baseSequenceNumber,
            int feedbackCount,
            long[] arrivals,
            int from,
            int count) {
        if (!stage(arrivals, from, Math.min(count, MAX_PACKETS))) {
            return 0;
        }
        // Room for the padding to a whole word is set aside.
        int available = (end - offset) / 4 * 4 - TransportFeedback.FIXED_BYTES;
        int chunks = offset + TransportFeedback.FIXED_BYTES;
        chunkBytes = 0;
        deltaBytes = 0;
        int written = 0;
        while (written < staged) {
            int covered = nextChunk(written);
            int bytes = sum(written, covered);
            int room = available - chunkBytes - 2 - deltaBytes;
            if (bytes > room) {
                // A shorter chunk ends the packet; without that a long run would never be told.
                staged = written + fitting(written, room);
                continue;
            }
            Bytes.put16(out, chunks + chunkBytes, chunk);
            chunkBytes += 2;
            deltaBytes += bytes;
            written += covered;
        }
        if (deltaBytes == 0) {
            return 0;
        }
        Bytes.put16(out, offset + 12, baseSequenceNumber);
        Bytes.put16(out, offset + 14, written);
        Bytes.put32(out, offset + 16, ((int) referenceTime << 8) | (feedbackCount & 0xFF));
        int position = writeDeltas(out, chunks + chunkBytes, written);
        while (((position - offset) & 3) != 0) {
            out[position++] = 0;
        }
        length = position - offset;
        return written;
    }

    /// Bytes of the packet that [#encode] wrote, header included.
    int length() {
        return length;
    }

    private boolean stage(long[] arrivals, int from, int count) {
        staged = 0;
        boolean any = false;
        long last = 0;
        for (int i = 0; i < count; i++) {
            long arrival = arrivals[from + i];
            if (arrival == Long.MIN_VALUE) {
                symbols[staged++] = NOT_RECEIVED;
                continue;
            }
            long ticks = Math.floorDiv(arrival, TransportFeedback.TICK_NANOS);
            if (!any) {
                any = true;
                referenceTime = Math.floorDiv(ticks, TransportFeedback.TICKS_PER_REFERENCE);
                last = referenceTime * TransportFeedback.TICKS_PER_REFERENCE;
            }
            long delta = ticks - last;
            if (delta != (short) delta) {
                return true;
            }
            last = ticks;
            deltas[staged] = (short) delta;
            symbols[staged++] = delta >= 0 && delta <= 0xFF ? (byte) SMALL_DELTA : LARGE_DELTA;
        }
        return any;
    }

    /// Sets [#chunk] to the chunk that begins at an entry: a run when it says more than a vector would.
    ///
    /// @return entries that it covers
    private int nextChunk(int first) {
        int symbol = symbols[first];
        int run = 1;
        while (first + run < staged && run < MAX_RUN && symbols[first + run] == symbol) {
            run++;
        }
        boolean isRest = first + run == staged;
        int vector = Math.min(ONE_BIT_SYMBOLS, staged - first);
        boolean oneBit = true;
        for (int i = first; i < first + vector; i++) {
            oneBit &= symbols[i] != LARGE_DELTA;
        }
        if (isRest || run >= (oneBit ? ONE_BIT_SYMBOLS : TWO_BIT_SYMBOLS)) {
            chunk = (symbol << 13) | run;
            return run;
        }
        int covered = oneBit ? vector : Math.min(TWO_BIT_SYMBOLS, staged - first);
        int width = oneBit ? 1 : 2;
        int bits = 0;
        for (int i = 0; i < covered; i++) {
            bits |= symbols[first + i] << (14 - width * (i + 1));
        }
        chunk = (oneBit ? 0x8000 : 0xC000) | bits;
        return covered;
    }

    private int sum(int first, int covered) {
        int bytes = 0;
        for (int i = first; i < first + covered; i++) {
            bytes += symbols[i];
        }
        return bytes;
    }

    /// @return entries from `first` on whose deltas fit
    private int fitting(int first, int room) {
        int entries = 0;
        int bytes = 0;
        while (room >= 0 && first + entries < staged) {
            bytes += symbols[first + entries];
            if (bytes > room) {
                break;
            }
            entries++;
        }
        return entries;
    }

    private int writeDeltas(byte[] out, int offset, int written) {
        int position = offset;
        for (int i = 0; i < written; i++) {
            if (symbols[i] == SMALL_DELTA) {
                out[position++] = (byte) deltas[i];
            } else if (symbols[i] == LARGE_DELTA) {
                Bytes.put16(out, position, deltas[i]);
                position += 2;
            }
        }
        return position;
    }
}
