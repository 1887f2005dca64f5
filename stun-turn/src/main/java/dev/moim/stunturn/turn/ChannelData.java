package dev.moim.stunturn.turn;

/// The ChannelData message (RFC 8656 section 12.4): channel number, length, data.
final class ChannelData {
    static final int HEADER = 4;

    /// Streams carry whole words (RFC 8656 section 12.5).
    static final int MAX_PADDING = 3;

    private static final int FIRST_CHANNEL = 0x4000;
    private static final int LAST_CHANNEL = 0x4FFF;

    private ChannelData() {}

    static boolean isChannel(int number) {
        return number >= FIRST_CHANNEL && number <= LAST_CHANNEL;
    }

    static void writeHeader(byte[] buffer, int offset, int channel, int length) {
        buffer[offset] = (byte) (channel >> 8);
        buffer[offset + 1] = (byte) channel;
        buffer[offset + 2] = (byte) (length >> 8);
        buffer[offset + 3] = (byte) length;
    }

    /// How many bytes follow data of a length on a stream.
    static int padding(int length) {
        return -length & MAX_PADDING;
    }

    static int uint16(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }
}
