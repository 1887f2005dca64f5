package dev.moim.media.srtp;

import org.jspecify.annotations.Nullable;

/// A bounded map from SSRC to a stream's state, without boxing. Entries stay as long as the table: a key is never
/// used twice for the same packet index only if the index is never forgotten.
final class SsrcTable<T> {
    private static final int SLOTS = 2048;

    /// What one peer may have in one direction. A browser with simulcast and retransmissions has below 20; a
    /// subscriber with 59 slots about 110. Half of the slots, so that a search ends soon.
    static final int MAX_STREAMS = SLOTS / 2;

    private int[] ssrcs = new int[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    boolean isFull() {
        return size == MAX_STREAMS;
    }

    @Nullable
    T find(int ssrc) {
        int slot = slot(ssrc);
        @SuppressWarnings("unchecked") // Only put() writes, and it takes a T.
        var value = (T) values[slot];
        return value;
    }

    /// The table must not be full and the SSRC not in it.
    void put(int ssrc, T value) {
        if (2 * size >= ssrcs.length) {
            grow();
        }
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        values[slot] = value;
        size++;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        @Nullable Object[] oldValues = values;
        ssrcs = new int[2 * oldSsrcs.length];
        values = new @Nullable Object[2 * oldSsrcs.length];
        for (int i = 0; i < oldSsrcs.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int slot(int ssrc) {
        int mask = ssrcs.length - 1;
        int slot = ((ssrc * 0x9E3779B9) >>> 16) & mask;
        while (values[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
