package dev.moim.signaling.system;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Datagrams that somebody sends who means no good: whole-looking ones of every protocol on the port, and broken ones.
final class HostileDatagrams {
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int MAX_GARBAGE = 1_400;

    private final Random random;

    HostileDatagrams(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        byte[] datagram =
                switch (random.nextInt(6)) {
                    case 0 -> stun();
                    case 1 -> dtls();
                    case 2 -> rtp();
                    case 3 -> rtcp();
                    case 4 -> clientHello();
                    default -> garbage();
                };
        return random.nextInt(3) == 0 ? mutated(datagram) : datagram;
    }

    /// A Binding request of nobody's user, with every kind of attribute.
    private byte[] stun() {
        byte[] username = ("ufrag" + random.nextInt() + ":x").getBytes(StandardCharsets.US_ASCII);
        int padded = (username.length + 3) / 4 * 4;
        var message = ByteBuffer.allocate(20 + 4 + padded + 24 + 8);
        message.putShort((short) (random.nextBoolean() ? 1 : random.nextInt(0x4000)));
        message.putShort((short) (message.capacity() - 20)).putInt(MAGIC_COOKIE);
        message.put(bytes(12));
        message.putShort((short) 6).putShort((short) username.length).put(username);
        message.position(20 + 4 + padded);
        message.putShort((short) 8).putShort((short) 20).put(bytes(20));
        message.putShort((short) 0x8028).putShort((short) 4).putInt(random.nextInt());
        return message.array();
    }

    /// A record of any type, epoch and version.
    private byte[] dtls() {
        byte[] fragment = bytes(1 + random.nextInt(300));
        var record = ByteBuffer.allocate(13 + fragment.length);
        record.put((byte) (20 + random.nextInt(6)));
        record.putShort((short) (random.nextInt(4) == 0 ? random.nextInt(1 << 16) : 0xFEFD));
        record.putShort((short) random.nextInt(3));
        record.putShort((short) 0).putInt(random.nextInt());
        record.putShort((short) fragment.length).put(fragment);
        return record.array();
    }

    /// A whole ClientHello of DTLS 1.2 (RFC 6347 section 4.3.2) that offers one cipher suite and nothing else.
    byte[] clientHello() {
        var body = ByteBuffer.allocate(2 + 32 + 1 + 1 + 2 + 2 + 2);
        body.putShort((short) 0xFEFD).put(bytes(32)).put((byte) 0).put((byte) 0);
        body.putShort((short) 2).putShort((short) 0xC02B).put((byte) 1).put((byte) 0);
        var record = ByteBuffer.allocate(13 + 12 + body.capacity());
        record.put((byte) 22).putShort((short) 0xFEFD).putShort((short) 0);
        record.putShort((short) 0).putInt(random.nextInt(1 << 20));
        record.putShort((short) (12 + body.capacity()));
        record.putInt(1 << 24 | body.capacity()).putShort((short) 0);
        record.put((byte) 0).putShort((short) 0).put((byte) 0).putShort((short) body.capacity());
        return record.put(body.array()).array();
    }

    private byte[] rtp() {
        byte[] packet = bytes(12 + random.nextInt(1_200));
        packet[0] = (byte) (0x80 | random.nextInt(32));
        packet[1] = (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 96 + random.nextInt(16));
        return packet;
    }

    private byte[] rtcp() {
        byte[] packet = bytes(8 + 4 * random.nextInt(60));
        packet[0] = (byte) (0x80 | random.nextInt(32));
        packet[1] = (byte) (192 + random.nextInt(32));
        packet[2] = 0;
        packet[3] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : packet.length / 4 - 1);
        return packet;
    }

    private byte[] garbage() {
        return bytes(random.nextInt(MAX_GARBAGE));
    }

    private byte[] mutated(byte[] datagram) {
        byte[] changed = datagram.clone();
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(changed, random.nextInt(changed.length + 1)) : changed;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
