package dev.moim.media.record;

import dev.moim.media.rtp.RtpWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Three seconds of a stream as FFmpeg's encoders and RTP packetizers made it, and what FFmpeg says of its frames. AV1,
/// which its packetizers do not know, is packetized here.
record RtpFixture(String codec, List<byte[]> packets, List<String> frames) {
    static final int AV1_FRAGMENT = 400;

    static RtpFixture of(String codec) {
        List<byte[]> packets = codec.equals("AV1") ? av1() : packets(codec);
        List<String> frames = new String(resource(codec, "md5"), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.split(" ")[1])
                .toList();
        return new RtpFixture(codec, packets, frames);
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// Eighteen pictures of 320 x 180 in H.264.
    static List<byte[]> largePackets() {
        return packets("H264-LARGE");
    }

    private static List<byte[]> packets(String codec) {
        List<byte[]> result = new ArrayList<>();
        var in = ByteBuffer.wrap(resource(codec, "rtp"));
        while (in.hasRemaining()) {
            byte[] packet = new byte[in.getShort() & 0xFFFF];
            in.get(packet);
            result.add(packet);
        }
        return result;
    }

    /// Frames of an IVF file.
    static List<byte[]> ivf(String codec) {
        List<byte[]> result = new ArrayList<>();
        var in = ByteBuffer.wrap(resource(codec, "ivf"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(32);
        while (in.hasRemaining()) {
            byte[] frame = new byte[in.getInt()];
            in.getLong();
            in.get(frame);
            result.add(frame);
        }
        return result;
    }

    private static List<byte[]> av1() {
        List<byte[]> packets = new ArrayList<>();
        int sequence = 65_500;
        int timestamp = -90_000;
        for (byte[] frame : ivf("AV1")) {
            List<byte[]> payloads = av1Payloads(frame);
            for (int i = 0; i < payloads.size(); i++) {
                boolean marker = i == payloads.size() - 1;
                packets.add(packet(marker, 96, sequence++, timestamp, payloads.get(i)));
            }
            timestamp += 3000;
        }
        return packets;
    }

    static byte[] packet(boolean marker, int payloadType, int sequence, int timestamp, byte[] payload) {
        byte[] packet = new byte[12 + payload.length];
        new RtpWriter().writeHeader(packet, 0, marker, payloadType, sequence, timestamp, 0x1234);
        System.arraycopy(payload, 0, packet, 12, payload.length);
        return packet;
    }

    /// "RTP Payload Format For AV1" section 4: units without sizes, each element with its length (W = 0).
    private static List<byte[]> av1Payloads(byte[] unit) {
        List<byte[]> units = new ArrayList<>();
        boolean newSequence = false;
        int position = 0;
        while (position < unit.length) {
            int type = (unit[position] >> 3) & 0x0F;
            long leb = Leb128.read(unit, position + 1, unit.length);
            int start = position + 1 + Leb128.bytes(leb);
            byte[] bare = new byte[1 + Leb128.value(leb)];
            bare[0] = (byte) (unit[position] & ~0x02);
            System.arraycopy(unit, start, bare, 1, bare.length - 1);
            position = start + Leb128.value(leb);
            newSequence |= type == 1;
            if (type != 2) {
                units.add(bare);
            }
        }
        List<byte[]> payloads = new ArrayList<>();
        var out = new ByteArrayOutputStream();
        out.write(newSequence ? 0x08 : 0);
        for (byte[] bare : units) {
            int done = 0;
            while (done < bare.length) {
                int count = Math.min(AV1_FRAGMENT - Math.min(out.size(), AV1_FRAGMENT - 10), bare.length - done);
                int rest = count;
                while (rest >= 0x80) {
                    out.write(rest | 0x80);
                    rest >>= 7;
                }
                out.write(rest);
                out.write(bare, done, count);
                done += count;
                if (done < bare.length) {
                    byte[] payload = out.toByteArray();
                    payload[0] |= 0x40;
                    payloads.add(payload);
                    out.reset();
                    out.write(0x80);
                }
            }
        }
        payloads.add(out.toByteArray());
        return payloads;
    }

    private static byte[] resource(String codec, String kind) {
        String name = codec.toLowerCase(java.util.Locale.ROOT) + "." + kind;
        try (InputStream in = Objects.requireNonNull(RtpFixture.class.getResourceAsStream(name), name)) {
            return new DataInputStream(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
