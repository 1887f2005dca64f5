package dev.moim.media.dtls;

/// The plain parts of DTLS 1.2 records and handshake fragments (RFC 6347 sections 4.1 and 4.2.2).
final class Records {
    static final int HEADER_BYTES = 13;
    static final int FRAGMENT_HEADER_BYTES = 12;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int CLIENT_HELLO = 1;
    static final int CERTIFICATE_VERIFY = 15;

    /// On a first ClientHello also when 1.2 is offered. Bouncy Castle ends an association over some other numbers.
    private static final int DTLS_1_0 = 0xFEFF;

    private static final int DTLS_1_2 = 0xFEFD;

    private Records() {}

    /// Bytes of the record that starts here, its header included, or -1 when there is none.
    static int length(byte[] buffer, int offset, int end) {
        if (end - offset < HEADER_BYTES) {
            return -1;
        }
        int type = type(buffer, offset);
        int version = uint16(buffer, offset + 1);
        boolean known =
                type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA && (version == DTLS_1_0 || version == DTLS_1_2);
        int length = HEADER_BYTES + uint16(buffer, offset + 11);
        return known && length > HEADER_BYTES && length <= end - offset ? length : -1;
    }

    static int type(byte[] buffer, int offset) {
        return buffer[offset] & 0xFF;
    }

    static int epoch(byte[] buffer, int offset) {
        return uint16(buffer, offset + 3);
    }

    /// Writes the 48-bit sequence number.
    static void renumber(byte[] buffer, int offset, int number) {
        buffer[offset + 5] = 0;
        buffer[offset + 6] = 0;
        for (int i = 0; i < 4; i++) {
            buffer[offset + 7 + i] = (byte) (number >>> (8 * (3 - i)));
        }
    }

    /// Whether a record begins a ClientHello in the clear.
    static boolean isClientHello(byte[] buffer, int offset) {
        return type(buffer, offset) == HANDSHAKE
                && epoch(buffer, offset) == 0
                && buffer[offset + HEADER_BYTES] == CLIENT_HELLO;
    }

    static int uint16(byte[] buffer, int position) {
        return ((buffer[position] & 0xFF) << 8) | (buffer[position + 1] & 0xFF);
    }

    static int uint24(byte[] buffer, int position) {
        return ((buffer[position] & 0xFF) << 16) | uint16(buffer, position + 1);
    }
}
