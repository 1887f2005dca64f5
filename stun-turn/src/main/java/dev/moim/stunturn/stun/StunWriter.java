package dev.moim.stunturn.stun;

import java.util.ArrayList;
import java.util.List;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.message.Message;

/// Writes ice4j's messages with MESSAGE-INTEGRITY and FINGERPRINT at their ends. ice4j's own encoder takes the key
/// from a process-wide table by user name, adds SOFTWARE, and loads its whole configuration for that.
public final class StunWriter {
    private static final int INTEGRITY = StunMessage.ATTRIBUTE_HEADER + StunKey.HMAC_LENGTH;
    private static final int FINGERPRINT = StunMessage.ATTRIBUTE_HEADER + 4;

    private StunWriter() {}

    /// @param message has its transaction id, and neither MESSAGE-INTEGRITY nor FINGERPRINT
    /// @return a datagram
    public static byte[] write(Message message, StunKey key) {
        List<byte[]> values = new ArrayList<>();
        int length = StunMessage.HEADER;
        for (Attribute attribute : message.getAttributes()) {
            byte[] encoded = attribute.encode();
            values.add(encoded);
            length += padded(encoded.length);
        }
        byte[] bytes = new byte[length + INTEGRITY + FINGERPRINT];
        uint16(bytes, 0, message.getMessageType());
        uint16(bytes, 2, bytes.length - StunMessage.HEADER);
        System.arraycopy(Message.MAGIC_COOKIE, 0, bytes, 4, 4);
        System.arraycopy(message.getTransactionID(), 0, bytes, 8, Message.TRANSACTION_ID_LENGTH);
        int position = StunMessage.HEADER;
        for (byte[] encoded : values) {
            System.arraycopy(encoded, 0, bytes, position, encoded.length);
            position += padded(encoded.length);
        }
        append(bytes, position, Attribute.MESSAGE_INTEGRITY, key.hmac(bytes, position));
        position += INTEGRITY;
        append(bytes, position, Attribute.FINGERPRINT, FingerprintAttribute.calculateXorCRC32(bytes, 0, position));
        return bytes;
    }

    private static void append(byte[] bytes, int position, int type, byte[] value) {
        uint16(bytes, position, type);
        uint16(bytes, position + 2, value.length);
        System.arraycopy(value, 0, bytes, position + StunMessage.ATTRIBUTE_HEADER, value.length);
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    private static void uint16(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >> 8);
        bytes[offset + 1] = (byte) value;
    }
}
