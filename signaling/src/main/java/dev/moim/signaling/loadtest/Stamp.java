package dev.moim.signaling.loadtest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What every payload of ours carries, so that a receiver knows whose it is, which one, and when it left:
/// a magic number, the stream, the packet's number in it, and the time.
final class Stamp {
    static final int BYTES = 32;

    private static final long MAGIC = 0x6D6F696D6C6F6164L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamp() {}

    /// @param stream unique in the process
    /// @param nanos of [System#nanoTime], which all processes of one Linux machine share
    static void write(byte[] buffer, int offset, long stream, long number, long nanos) {
        LONG.set(buffer, offset, MAGIC);
        LONG.set(buffer, offset + 8, stream);
        LONG.set(buffer, offset + 16, number);
        LONG.set(buffer, offset + 24, nanos);
    }

    static boolean isAt(byte[] buffer, int offset, int available) {
        return available >= BYTES && (long) LONG.get(buffer, offset) == MAGIC;
    }

    static long stream(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset + 8);
    }

    static long number(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset + 16);
    }

    static long nanos(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset + 24);
    }
}
