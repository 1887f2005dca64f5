package dev.moim.media.rtcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Big-endian numbers in byte arrays.
final class Bytes {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static int uint8(byte[] buffer, int offset) {
        return buffer[offset] & 0xFF;
    }

    static int uint16(byte[] buffer, int offset) {
        return (short) SHORT.get(buffer, offset) & 0xFFFF;
    }

    static int int32(byte[] buffer, int offset) {
        return (int) INT.get(buffer, offset);
    }

    static long int64(byte[] buffer, int offset) {
        return (long) LONG.get(buffer, offset);
    }

    static void put16(byte[] buffer, int offset, int value) {
        SHORT.set(buffer, offset, (short) value);
    }

    static void put32(byte[] buffer, int offset, int value) {
        INT.set(buffer, offset, value);
    }

    static void put64(byte[] buffer, int offset, long value) {
        LONG.set(buffer, offset, value);
    }
}
