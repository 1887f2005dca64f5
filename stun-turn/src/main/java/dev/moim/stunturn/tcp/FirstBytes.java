package dev.moim.stunturn.tcp;

/// What a connection to the one TCP port speaks, told by its first bytes. Inside TLS the same question is asked again.
public enum FirstBytes {
    /// The ones so far fit several; ask again when there are more.
    MORE,
    /// A ClientHello (RFC 8446 section 5.1).
    TLS,
    /// A method in capitals, which is HTTP/2's preface, too.
    HTTP,
    /// STUN messages and ChannelData (RFC 8656 section 12.5); a client begins with a STUN request.
    STUN_STREAM,
    /// ICE over TCP: a length, then a STUN message (RFC 6544 section 7.2, RFC 4571).
    ICE_TCP,
    /// Nobody here speaks it.
    UNKNOWN;

    /// [#classify] never wants more.
    public static final int MAX_LENGTH = 10;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 0x03;
    private static final int CLIENT_HELLO = 0x01;
    private static final int CLIENT_HELLO_OFFSET = 5;
    private static final int STUN_COOKIE_OFFSET = 4;
    private static final int FRAME_HEADER = 2;
    private static final int[] COOKIE = {0x21, 0x12, 0xA4, 0x42};

    /// Looks at no more than [#MAX_LENGTH] bytes.
    ///
    /// @param length how many have come, from the connection's first on
    public static FirstBytes classify(byte[] buffer, int offset, int length) {
        if (length < 1) {
            return MORE;
        }
        int first = buffer[offset] & 0xFF;
        if (first >= 'A' && first <= 'Z') {
            return HTTP;
        }
        if (first == TLS_HANDSHAKE && (length < 2 || buffer[offset + 1] == TLS_MAJOR)) {
            return length <= CLIENT_HELLO_OFFSET
                    ? MORE
                    : buffer[offset + CLIENT_HELLO_OFFSET] == CLIENT_HELLO ? TLS : UNKNOWN;
        }
        FirstBytes stream = stun(buffer, offset, length, 0, STUN_STREAM);
        FirstBytes framed = stun(buffer, offset, length, FRAME_HEADER, ICE_TCP);
        return stream == UNKNOWN ? framed : stream;
    }

    /// Whether a STUN message may begin at a place.
    ///
    /// @return `found`, MORE or UNKNOWN
    private static FirstBytes stun(byte[] buffer, int offset, int length, int start, FirstBytes found) {
        if (length > start && (buffer[offset + start] & 0xC0) != 0) {
            return UNKNOWN;
        }
        int cookie = start + STUN_COOKIE_OFFSET;
        for (int i = 0; i < COOKIE.length; i++) {
            if (length <= cookie + i) {
                return MORE;
            }
            if ((buffer[offset + cookie + i] & 0xFF) != COOKIE[i]) {
                return UNKNOWN;
            }
        }
        return found;
    }
}
