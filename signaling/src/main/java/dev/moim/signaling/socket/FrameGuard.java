package dev.moim.signaling.socket;

/// Reads the heads of a client's WebSocket frames before the engine sees them (RFC 6455 section 5.2) and refuses from
/// the head what the engine would take: frames without a mask, lengths above the limit of a message, negative lengths
/// or lengths in a longer form than needed, reserved bits and opcodes, binary frames. One thread.
final class FrameGuard {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    private final int limit;
    private final byte[] head = new byte[10];
    private int have;
    private int maskLeft;
    private long payloadLeft;
    private long message;
    private long received;
    private long completed;
    private boolean open;
    private int closeCode;

    /// @param limit bytes of a message, whether in one frame or in many
    FrameGuard(int limit) {
        this.limit = limit;
    }

    /// @return how many of the bytes may go on: all, unless [#closeCode] says otherwise
    int onBytes(byte[] bytes) {
        int frame = 0;
        int at = 0;
        while (at < bytes.length && closeCode == 0) {
            if (have == 0 && maskLeft == 0 && payloadLeft > 0) {
                int skipped = (int) Math.min(payloadLeft, bytes.length - at);
                onPayload(skipped);
                at += skipped;
            } else if (maskLeft > 0) {
                maskLeft -= 1;
                at += 1;
            } else {
                frame = have == 0 ? at : frame;
                head[have++] = bytes[at++];
                onHead();
            }
        }
        return closeCode == 0 ? bytes.length : frame;
    }

    /// The code to close with, 0 while nothing is wrong.
    int closeCode() {
        return closeCode;
    }

    /// Bytes that are here of a message which is not complete; 0 when there is none.
    long unfinished() {
        return open ? received + head.length : 0;
    }

    /// Messages so far.
    long completed() {
        return completed;
    }

    private void onPayload(int length) {
        payloadLeft -= length;
        if ((head[0] & 0x0F) < CLOSE) {
            received += length;
            endMessage();
        }
    }

    private void endMessage() {
        if (payloadLeft == 0 && (head[0] & 0x80) != 0) {
            open = false;
            received = 0;
            completed += 1;
        }
    }

    private void onHead() {
        if (have == 1) {
            closeCode = judgeFirst(head[0] & 0xFF);
        } else if (have == 2 && (head[1] & 0x80) == 0) {
            closeCode = 1002;
        } else if (have >= 2 && have == headLength()) {
            onLength(length());
        }
    }

    private int judgeFirst(int first) {
        int opcode = first & 0x0F;
        if ((first & 0x70) != 0 || (opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            return 1002;
        }
        if (opcode >= CLOSE && (first & 0x80) == 0) {
            return 1002;
        }
        return opcode == BINARY ? 1003 : 0;
    }

    private int headLength() {
        return switch (head[1] & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private long length() {
        int seven = head[1] & 0x7F;
        if (seven < 126) {
            return seven;
        }
        long length = 0;
        for (int i = 2; i < have; i++) {
            length = length << 8 | (head[i] & 0xFF);
        }
        boolean shortest = seven == 126 ? length > 125 : length > 0xFFFF;
        return shortest ? length : -1;
    }

    private void onLength(long length) {
        int opcode = head[0] & 0x0F;
        if (length < 0 || (opcode >= CLOSE && length > 125)) {
            closeCode = 1002;
            return;
        }
        have = 0;
        maskLeft = 4;
        payloadLeft = length;
        if (opcode == TEXT || opcode == CONTINUATION) {
            message = opcode == TEXT ? length : message + length;
            closeCode = message > limit ? 1009 : 0;
            open = true;
            endMessage();
        }
    }
}
