package dev.moim.stunturn.stun;

import org.ice4j.attribute.Attribute;

/// Tells from a few bytes for whom a client's message is; what is wrong with it shows later.
public enum StunRoute {
    /// A Binding message with USERNAME: a check of an ICE session.
    ICE,
    /// TURN's methods and channels, and the Binding request of a client that asks for its address.
    TURN,
    /// Neither STUN nor ChannelData.
    NONE;

    private static final int BINDING_METHOD = 0x0001;
    private static final int METHOD_MASK = 0x3EEF;

    /// Reads the header and, of a Binding message, the attributes' headers; allocates nothing.
    public static StunRoute of(byte[] buffer, int offset, int length) {
        if (length < 4) {
            return NONE;
        }
        int first = buffer[offset] & 0xFF;
        if (first >= 0x40 && first <= 0x4F) {
            return TURN;
        }
        if (first > 0x3F || length < StunMessage.HEADER) {
            return NONE;
        }
        int type = uint16(buffer, offset) & METHOD_MASK;
        return type == BINDING_METHOD && hasUsername(buffer, offset, length) ? ICE : TURN;
    }

    private static boolean hasUsername(byte[] buffer, int offset, int length) {
        int position = StunMessage.HEADER;
        while (position + StunMessage.ATTRIBUTE_HEADER <= length) {
            if (uint16(buffer, offset + position) == Attribute.USERNAME) {
                return true;
            }
            position += StunMessage.ATTRIBUTE_HEADER + (uint16(buffer, offset + position + 2) + 3) / 4 * 4;
        }
        return false;
    }

    private static int uint16(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }
}
