package dev.moim.media.udp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A map from address to value that looks up the sender of a received datagram without allocation: open addressing
/// with linear probing, at most half full. It never shrinks; who puts bounds its size. One thread.
public final class AddressTable<T> {
    private static final int INITIAL_CAPACITY = 64;

    private @Nullable RemoteAddress[] keys = new @Nullable RemoteAddress[INITIAL_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];
    private int size;

    public int size() {
        return size;
    }

    /// The value of the sender of a datagram, or null.
    public @Nullable T get(ReceiveBatch batch, int index) {
        int mask = keys.length - 1;
        for (int slot = batch.hash(index) & mask; ; slot = (slot + 1) & mask) {
            RemoteAddress key = keys[slot];
            if (key == null) {
                return null;
            }
            if (batch.isFrom(index, key)) {
                return value(slot);
            }
        }
    }

    public @Nullable T get(RemoteAddress address) {
        return value(slotOf(address));
    }

    /// @return the value before, or null
    public @Nullable T put(RemoteAddress address, T value) {
        int slot = slotOf(address);
        @Nullable T before = value(slot);
        if (keys[slot] == null) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slotOf(address);
            }
            size++;
            keys[slot] = address;
        }
        values[slot] = value;
        return before;
    }

    /// @return the value before, or null
    public @Nullable T remove(RemoteAddress address) {
        int slot = slotOf(address);
        @Nullable T before = value(slot);
        if (keys[slot] != null) {
            size--;
            closeGap(slot);
        }
        return before;
    }

    /// Moves later entries of the same run forward, so that no lookup ends at a hole before its entry.
    private void closeGap(int removed) {
        int mask = keys.length - 1;
        int gap = removed;
        for (int slot = (gap + 1) & mask; ; slot = (slot + 1) & mask) {
            RemoteAddress key = keys[slot];
            if (key == null) {
                keys[gap] = null;
                values[gap] = null;
                return;
            }
            int distanceFromHome = (slot - key.hashCode()) & mask;
            if (distanceFromHome >= ((slot - gap) & mask)) {
                keys[gap] = key;
                values[gap] = values[slot];
                gap = slot;
            }
        }
    }

    private void grow() {
        @Nullable RemoteAddress[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = Arrays.copyOf(new @Nullable RemoteAddress[0], 2 * oldKeys.length);
        values = new @Nullable Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            RemoteAddress key = oldKeys[i];
            if (key != null) {
                int slot = slotOf(key);
                keys[slot] = key;
                values[slot] = oldValues[i];
            }
        }
    }

    /// Where the address is, or the free place where it would go.
    private int slotOf(RemoteAddress address) {
        int mask = keys.length - 1;
        int slot = address.hashCode() & mask;
        RemoteAddress key = keys[slot];
        while (key != null && !key.equals(address)) {
            slot = (slot + 1) & mask;
            key = keys[slot];
        }
        return slot;
    }

    // Only put writes values, and it takes nothing but T.
    @SuppressWarnings("unchecked")
    private @Nullable T value(int slot) {
        return (T) values[slot];
    }
}
