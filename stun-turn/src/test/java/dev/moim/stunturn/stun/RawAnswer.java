package dev.moim.stunturn.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Reads STUN messages byte by byte from RFC 8489 alone, as [RawStun] builds them.
public final class RawAnswer {
    public final byte[] bytes;
    public final int type;
    private final Map<Integer, byte[]> values = new HashMap<>();
    private int integrityOffset = -1;

    public RawAnswer(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        type = buffer.getShort();
        if (buffer.getShort() != bytes.length - 20 || buffer.getInt() != 0x2112A442) {
            throw new AssertionError("no STUN message");
        }
        buffer.position(20);
        while (buffer.hasRemaining()) {
            int start = buffer.position();
            int attribute = buffer.getShort() & 0xFFFF;
            byte[] value = new byte[buffer.getShort() & 0xFFFF];
            buffer.get(value);
            buffer.position((buffer.position() + 3) / 4 * 4);
            values.putIfAbsent(attribute, value);
            if (attribute == RawStun.MESSAGE_INTEGRITY) {
                integrityOffset = start;
            }
        }
    }

    public boolean has(int attribute) {
        return values.containsKey(attribute);
    }

    public byte[] value(int attribute) {
        return Objects.requireNonNull(values.get(attribute), () -> "no attribute " + attribute);
    }

    public String text(int attribute) {
        return new String(value(attribute), StandardCharsets.UTF_8);
    }

    public int number(int attribute) {
        return ByteBuffer.wrap(value(attribute)).getInt();
    }

    /// @return 0 if it is no error
    public int code() {
        return has(RawStun.ERROR_CODE) ? 100 * value(RawStun.ERROR_CODE)[2] + value(RawStun.ERROR_CODE)[3] : 0;
    }

    public InetSocketAddress address(int attribute) {
        byte[] value = value(attribute).clone();
        for (int i = 4; i < value.length; i++) {
            value[i] ^= bytes[i];
        }
        int port = (((value[2] ^ 0x21) & 0xFF) << 8) | ((value[3] ^ 0x12) & 0xFF);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(value, 4, value.length)), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isAuthentic(byte[] key) {
        if (integrityOffset < 0) {
            return false;
        }
        byte[] covered = Arrays.copyOf(bytes, integrityOffset);
        ByteBuffer.wrap(covered).putShort(2, (short) (integrityOffset + 24 - 20));
        return Arrays.equals(RawStun.hmac(covered, key), value(RawStun.MESSAGE_INTEGRITY));
    }
}
