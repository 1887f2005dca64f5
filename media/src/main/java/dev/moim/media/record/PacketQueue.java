package dev.moim.media.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/// Packets on their way from the loop to the writer's thread: copied one behind the other into chunks that come back
/// and are used again, so memory follows the most that ever waited, up to the bound. One thread offers, one takes;
/// neither waits for the other.
final class PacketQueue {
    /// Some 200 packets of video: small enough that a quiet recording takes little, large enough to change rarely.
    static final int CHUNK_BYTES = 256 << 10;

    /// What [#offerControl] may use on top, so that a queue full of packets still takes news of its tracks.
    private static final int CONTROL_CHUNKS = 1;

    private static final int HEADER_BYTES = 64;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int packetChunks;
    private final SpscAtomicArrayQueue<Chunk> underWay;
    private final SpscAtomicArrayQueue<Chunk> unused;

    // The offering thread's.
    private Chunk filling;
    private int position;
    private int made = 1;
    private boolean reserveInUse;

    // The taking thread's.
    private Chunk draining;
    private int read;

    /// Who fills it publishes `written` after the bytes, and `sealed` after the last `written`.
    private static final class Chunk {
        final byte[] bytes = new byte[CHUNK_BYTES];
        volatile int written;
        volatile boolean sealed;
    }

    PacketQueue(int maxBytes) {
        packetChunks = Math.max(2, maxBytes / CHUNK_BYTES);
        underWay = new SpscAtomicArrayQueue<>(packetChunks + CONTROL_CHUNKS);
        unused = new SpscAtomicArrayQueue<>(packetChunks + CONTROL_CHUNKS);
        filling = new Chunk();
        draining = filling;
    }

    /// Copies the entry.
    ///
    /// @return false when the queue is full
    boolean offer(QueuedItem item) {
        if (reserveInUse && chunksInUse() > packetChunks) {
            return false;
        }
        reserveInUse = false;
        return offer(item, packetChunks);
    }

    /// As [#offer], for an entry that says what becomes of a track.
    boolean offerControl(QueuedItem item) {
        return offer(item, packetChunks + CONTROL_CHUNKS);
    }

    private boolean offer(QueuedItem item, int maxChunks) {
        // Aligned to 8, so that the fields are.
        int size = (HEADER_BYTES + item.length + 7) & -8;
        if (size > CHUNK_BYTES || (position + size > CHUNK_BYTES && !change(maxChunks))) {
            return false;
        }
        byte[] out = filling.bytes;
        int at = position;
        INT.set(out, at, item.length);
        INT.set(out, at + 4, item.track);
        INT.set(out, at + 8, item.stream);
        INT.set(out, at + 12, item.dropped);
        out[at + 16] = item.kind;
        out[at + 17] = item.codec;
        out[at + 18] = (byte) ((item.marker ? 1 : 0) | (item.padding ? 2 : 0) | (item.redundant ? 4 : 0));
        INT.set(out, at + 20, item.rotation);
        INT.set(out, at + 24, item.timestamp);
        INT.set(out, at + 28, item.clockRate);
        INT.set(out, at + 32, item.reportedTimestamp);
        LONG.set(out, at + 40, item.sequenceNumber);
        LONG.set(out, at + 48, item.arrivalNanos);
        LONG.set(out, at + 56, item.reportedNanos);
        System.arraycopy(item.bytes, item.offset, out, at + HEADER_BYTES, item.length);
        position = at + size;
        filling.written = position;
        return true;
    }

    private boolean change(int maxChunks) {
        int inUse = chunksInUse();
        if (inUse >= maxChunks) {
            return false;
        }
        reserveInUse = inUse >= packetChunks;
        Chunk next = unused.poll();
        if (next == null) {
            made++;
            next = new Chunk();
        }
        filling.sealed = true;
        filling = next;
        position = 0;
        // Never full: it has room for all that are ever made.
        return underWay.offer(next);
    }

    private int chunksInUse() {
        return made - unused.size();
    }

    /// Shows the next entry, whose bytes are valid until the next call.
    ///
    /// @return false when there is none
    boolean poll(QueuedItem out) {
        while (true) {
            Chunk chunk = draining;
            // Before written: a chunk that was sealed by then grows no more.
            boolean sealed = chunk.sealed;
            if (read < chunk.written) {
                show(chunk.bytes, out);
                return true;
            }
            if (!sealed) {
                return false;
            }
            @Nullable Chunk next = underWay.poll();
            if (next == null) {
                return false;
            }
            draining = next;
            read = 0;
            chunk.written = 0;
            chunk.sealed = false;
            boolean _ = unused.offer(chunk);
        }
    }

    private void show(byte[] in, QueuedItem out) {
        int at = read;
        out.length = (int) INT.get(in, at);
        out.track = (int) INT.get(in, at + 4);
        out.stream = (int) INT.get(in, at + 8);
        out.dropped = (int) INT.get(in, at + 12);
        out.kind = in[at + 16];
        out.codec = in[at + 17];
        out.marker = (in[at + 18] & 1) != 0;
        out.padding = (in[at + 18] & 2) != 0;
        out.redundant = (in[at + 18] & 4) != 0;
        out.rotation = (int) INT.get(in, at + 20);
        out.timestamp = (int) INT.get(in, at + 24);
        out.clockRate = (int) INT.get(in, at + 28);
        out.reportedTimestamp = (int) INT.get(in, at + 32);
        out.sequenceNumber = (long) LONG.get(in, at + 40);
        out.arrivalNanos = (long) LONG.get(in, at + 48);
        out.reportedNanos = (long) LONG.get(in, at + 56);
        out.bytes = in;
        out.offset = at + HEADER_BYTES;
        read = at + ((HEADER_BYTES + out.length + 7) & -8);
    }
}
