package dev.moim.media.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Reads a file as a player does: elements as far as they are whole, and whole blocks of a cluster that is not.
final class MatroskaReader {
    private static final long UNKNOWN = -1;
    private final byte[] bytes;
    private int position;
    final List<Block> blocks = new ArrayList<>();
    final List<Long> cueTimes = new ArrayList<>();
    final List<String> cueTargets = new ArrayList<>();
    final List<String> seekTargets = new ArrayList<>();
    double duration = -1;
    boolean sized;
    int width;
    int height;
    String codec = "";
    String docType = "";
    byte[] codecPrivate = new byte[0];
    private long clusterTime;
    private int segmentStart;

    record Block(long millis, boolean key, byte[] bytes, boolean newState) {}

    MatroskaReader(byte[] bytes) {
        this.bytes = bytes;
        read(bytes.length);
    }

    private void read(int end) {
        while (position < end) {
            int start = position;
            long id = id();
            long size = id < 0 ? -2 : size();
            if (size == -2) {
                return;
            }
            int bodyEnd = size == UNKNOWN ? end : (int) Math.min(position + size, Integer.MAX_VALUE);
            boolean master =
                    switch ((int) id) {
                        case 0x1A45DFA3,
                                0x18538067,
                                0x1549A966,
                                0x1654AE6B,
                                0xAE,
                                0xE0,
                                0x1F43B675,
                                0xA0,
                                0x1C53BB6B,
                                0xBB,
                                0xB7,
                                0x114D9B74,
                                0x4DBB -> true;
                        default -> false;
                    };
            if (master) {
                if (id == 0x18538067) {
                    segmentStart = position;
                    sized = size != UNKNOWN;
                }
                read(Math.min(bodyEnd, end));
                if (bodyEnd > end) {
                    return;
                }
            } else {
                if (bodyEnd > end) {
                    position = start;
                    return;
                }
                leaf((int) id, Arrays.copyOfRange(bytes, position, bodyEnd));
            }
            position = bodyEnd;
        }
    }

    private void leaf(int id, byte[] body) {
        switch (id) {
            case 0x4282 -> docType = new String(body, java.nio.charset.StandardCharsets.US_ASCII);
            case 0x4489 -> duration = Double.longBitsToDouble(unsigned(body));
            case 0x86 -> codec = new String(body, java.nio.charset.StandardCharsets.US_ASCII);
            case 0x63A2 -> codecPrivate = body;
            case 0xB0 -> width = (int) unsigned(body);
            case 0xBA -> height = (int) unsigned(body);
            case 0xE7 -> clusterTime = unsigned(body);
            case 0xA3, 0xA1 -> {
                int relative = (short) ((body[1] << 8) | (body[2] & 0xFF));
                boolean key = id == 0xA1 || (body[3] & 0x80) != 0;
                blocks.add(
                        new Block(clusterTime + relative, key, Arrays.copyOfRange(body, 4, body.length), id == 0xA1));
            }
            case 0xB3 -> cueTimes.add(unsigned(body));
            case 0xF1 -> cueTargets.add(at(unsigned(body)));
            case 0x53AC -> seekTargets.add(at(unsigned(body)));
            default -> {}
        }
    }

    private String at(long relative) {
        int start = segmentStart + (int) relative;
        return HexFormat.of().formatHex(bytes, start, start + 4);
    }

    private long id() {
        int count = Integer.numberOfLeadingZeros(bytes[position] & 0xFF) - 23;
        if (position + count > bytes.length) {
            return -2;
        }
        long value = unsigned(Arrays.copyOfRange(bytes, position, position + count));
        position += count;
        return value;
    }

    private long size() {
        if (position >= bytes.length) {
            return -2;
        }
        int count = Integer.numberOfLeadingZeros(bytes[position] & 0xFF) - 23;
        if (position + count > bytes.length) {
            return -2;
        }
        long value = unsigned(Arrays.copyOfRange(bytes, position, position + count));
        long data = value & ((1L << (7 * count)) - 1);
        position += count;
        return data == (1L << (7 * count)) - 1 ? UNKNOWN : data;
    }

    private static long unsigned(byte[] body) {
        long value = 0;
        for (byte b : body) {
            value = (value << 8) | (b & 0xFF);
        }
        return value;
    }
}
