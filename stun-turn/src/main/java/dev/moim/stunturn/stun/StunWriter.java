package dev.moim.stunturn.stun;

import java.util.Collection;
import java.util.List;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.message.Message;
import org.jspecify.annotations.Nullable;

/// Writes ice4j's messages with MESSAGE-INTEGRITY and FINGERPRINT at their ends. ice4j's own encoder takes the key
/// from a process-wide table by user name, adds SOFTWARE, and loads its whole configuration for that.
public final class StunWriter {
    private static final int INTEGRITY = StunMessage.ATTRIBUTE_HEADER + StunKey.HMAC_LENGTH;
    private static final int FINGERPRINT = StunMessage.ATTRIBUTE_HEADER + 4;

    private StunWriter() {}

    /// @param message has its transaction id, and neither MESSAGE-INTEGRITY nor FINGERPRINT
    /// @return a datagram
    public static byte[] write(Message message, StunKey key) {
        List<byte[]> values = encoded(message.getAttributes());
        int attributes = length(values);
        byte[] bytes = new byte[StunMessage.HEADER + attributes + INTEGRITY + FINGERPRINT];
        int position = begin(bytes, message.getMessageType(), message.getTransactionID(), values);
        append(bytes, position, Attribute.MESSAGE_INTEGRITY, key.hmac(bytes, position));
        position += INTEGRITY;
        append(bytes, position, Attribute.FINGERPRINT, FingerprintAttribute.calculateXorCRC32(bytes, 0, position));
        return bytes;
    }

    /// Writes an answer without FINGERPRINT, so that what a stranger gets is as short as can be.
    ///
    /// @param type message type, method and class in one
    /// @param key null before the client has shown that it knows one
    static byte[] answer(int type, byte[] transactionId, List<? extends Attribute> attributes, @Nullable StunKey key) {
        List<byte[]> values = encoded(attributes);
        byte[] bytes = new byte[StunMessage.HEADER + length(values) + (key == null ? 0 : INTEGRITY)];
        int position = begin(bytes, type, transactionId, values);
        if (key != null) {
            append(bytes, position, Attribute.MESSAGE_INTEGRITY, key.hmac(bytes, position));
        }
        return bytes;
    }

    private static List<byte[]> encoded(Collection<? extends Attribute> attributes) {
        return attributes.stream().map(Attribute::encode).toList();
    }

    private static int length(List<byte[]> values) {
        return values.stream().mapToInt(value -> padded(value.length)).sum();
    }

    /// Writes header and attributes into a new array that has room for the whole message.
    ///
    /// @return where the attributes end
    private static int begin(byte[] bytes, int type, byte[] transactionId, List<byte[]> values) {
        uint16(bytes, 0, type);
        uint16(bytes, 2, bytes.length - StunMessage.HEADER);
        System.arraycopy(Message.MAGIC_COOKIE, 0, bytes, 4, 4);
        System.arraycopy(transactionId, 0, bytes, 8, Message.TRANSACTION_ID_LENGTH);
        int position = StunMessage.HEADER;
        for (byte[] encoded : values) {
            System.arraycopy(encoded, 0, bytes, position, encoded.length);
            position += padded(encoded.length);
        }
        return position;
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
