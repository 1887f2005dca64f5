package dev.moim.stunturn.stun;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeDecoder;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.message.Message;
import org.jspecify.annotations.Nullable;

/// A received STUN message (RFC 8489 section 5). The frame is walked here and single attributes are decoded by ice4j,
/// because ice4j's own message decoder takes messages without magic cookie, keeps the last of repeated attributes
/// instead of the first, and trusts lengths that the sender invented. Immutable, any thread.
public final class StunMessage {
    static final int HEADER = 20;
    static final int ATTRIBUTE_HEADER = 4;

    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int TRANSACTION_ID_OFFSET = 8;
    private static final int FINGERPRINT_LENGTH = 4;

    /// No message of STUN, TURN or ICE has half as many; a stranger must not make us keep hundreds.
    private static final int MAX_ATTRIBUTES = 64;

    /// RFC 8489 section 14.3: USERNAME is shorter than 509 bytes.
    private static final int MAX_USERNAME = 508;

    /// Attributes from here on may be ignored by who does not know them (RFC 8489 section 14).
    private static final int COMPREHENSION_OPTIONAL = 0x8000;

    private final byte[] bytes;
    private final int[] attributes;
    private final int integrityOffset;

    private StunMessage(byte[] bytes, int[] attributes, int integrityOffset) {
        this.bytes = bytes;
        this.attributes = attributes;
        this.integrityOffset = integrityOffset;
    }

    /// Reads exactly one message; keeps a copy, never the buffer.
    ///
    /// @return null if it is malformed, has no magic cookie, or has a FINGERPRINT that is wrong or not the last
    public static @Nullable StunMessage parse(byte[] buffer, int offset, int length) {
        if (length < HEADER
                || (buffer[offset] & 0xC0) != 0
                || int32(buffer, offset + 4) != MAGIC_COOKIE
                || uint16(buffer, offset + 2) != length - HEADER
                || length % 4 != 0) {
            return null;
        }
        byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        int[] found = new int[MAX_ATTRIBUTES];
        int count = 0;
        int integrity = -1;
        int position = HEADER;
        while (position < length) {
            int type = uint16(bytes, position);
            int valueLength = uint16(bytes, position + 2);
            int end = position + ATTRIBUTE_HEADER + (valueLength + 3) / 4 * 4;
            if (end > length || count == MAX_ATTRIBUTES) {
                return null;
            }
            if (type == Attribute.FINGERPRINT) {
                if (end != length || valueLength != FINGERPRINT_LENGTH || !fingerprintMatches(bytes, position)) {
                    return null;
                }
            } else if (integrity < 0) {
                // What follows MESSAGE-INTEGRITY is not protected and MUST be ignored (RFC 8489 section 14.5).
                if (type == Attribute.MESSAGE_INTEGRITY) {
                    if (valueLength != StunKey.HMAC_LENGTH) {
                        return null;
                    }
                    integrity = position;
                }
                found[count++] = position;
            }
            position = end;
        }
        return new StunMessage(bytes, Arrays.copyOf(found, count), integrity);
    }

    /// Message type, method and class in one (RFC 8489 section 5), as in ice4j's constants.
    public int type() {
        return uint16(bytes, 0);
    }

    /// How long the message is as a datagram, in bytes.
    public int length() {
        return bytes.length;
    }

    public boolean hasIntegrity() {
        return integrityOffset >= 0;
    }

    public boolean isRequest() {
        return Message.isRequestType((char) type());
    }

    /// A copy, 12 bytes.
    public byte[] transactionId() {
        return Arrays.copyOfRange(bytes, TRANSACTION_ID_OFFSET, HEADER);
    }

    /// @param type one of [Attribute]'s constants
    public boolean has(int type) {
        return offsetOf(type) >= 0;
    }

    /// The first attribute of a type: of repeated ones only the first counts (RFC 8489 section 14).
    ///
    /// @return null if there is none or its value is malformed
    public @Nullable Attribute first(int type) {
        int offset = offsetOf(type);
        return offset < 0 ? null : decode(offset);
    }

    /// All attributes of a type that may be repeated, such as XOR-PEER-ADDRESS (RFC 8656 section 9.1).
    ///
    /// @return null if the value of one of them is malformed
    public @Nullable List<Attribute> all(int type) {
        List<Attribute> all = new ArrayList<>();
        for (int offset : attributes) {
            if (uint16(bytes, offset) == type) {
                Attribute attribute = decode(offset);
                if (attribute == null) {
                    return null;
                }
                all.add(attribute);
            }
        }
        return all;
    }

    /// A copy of the first attribute's value of a type, undecoded.
    ///
    /// @return null if there is none
    public byte @Nullable [] value(int type) {
        int offset = offsetOf(type);
        return offset < 0 ? null : valueAt(offset);
    }

    /// Copies of the values of all attributes of a type that may be repeated, undecoded.
    public List<byte[]> values(int type) {
        List<byte[]> values = new ArrayList<>();
        for (int offset : attributes) {
            if (uint16(bytes, offset) == type) {
                values.add(valueAt(offset));
            }
        }
        return values;
    }

    /// USERNAME as text.
    ///
    /// @return null if there is none or it is too long
    public @Nullable String username() {
        int offset = offsetOf(Attribute.USERNAME);
        if (offset < 0) {
            return null;
        }
        int length = uint16(bytes, offset + 2);
        return length > MAX_USERNAME
                ? null
                : new String(bytes, offset + ATTRIBUTE_HEADER, length, StandardCharsets.UTF_8);
    }

    /// Comprehension-required attributes that the receiver does not know, each once; a request that has some is
    /// answered with 420 (RFC 8489 section 6.3.1).
    public List<Integer> unknownAttributes(Set<Integer> known) {
        return Arrays.stream(attributes)
                .map(offset -> uint16(bytes, offset))
                .filter(type -> type < COMPREHENSION_OPTIONAL && !known.contains(type))
                .distinct()
                .boxed()
                .toList();
    }

    /// Whether the message carries a MESSAGE-INTEGRITY made with this key.
    public boolean isAuthentic(StunKey key) {
        return integrityOffset >= 0 && key.matches(bytes, integrityOffset);
    }

    private byte[] valueAt(int offset) {
        int start = offset + ATTRIBUTE_HEADER;
        return Arrays.copyOfRange(bytes, start, start + uint16(bytes, offset + 2));
    }

    private int offsetOf(int type) {
        for (int offset : attributes) {
            if (uint16(bytes, offset) == type) {
                return offset;
            }
        }
        return -1;
    }

    /// ice4j's attribute decoders throw what they like on hostile values and read past a value that is too short;
    /// both end here.
    private @Nullable Attribute decode(int offset) {
        int length = uint16(bytes, offset + 2);
        try {
            Attribute attribute = AttributeDecoder.decode(bytes, offset, bytes.length - offset);
            return attribute.getDataLength() == length ? attribute : null;
        } catch (StunException | RuntimeException hostile) {
            return null;
        }
    }

    private static boolean fingerprintMatches(byte[] bytes, int offset) {
        byte[] claimed = Arrays.copyOfRange(bytes, offset + ATTRIBUTE_HEADER, bytes.length);
        return Arrays.equals(FingerprintAttribute.calculateXorCRC32(bytes, 0, offset), claimed);
    }

    private static int uint16(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) << 8) | (bytes[offset + 1] & 0xFF);
    }

    private static int int32(byte[] bytes, int offset) {
        return (uint16(bytes, offset) << 16) | uint16(bytes, offset + 2);
    }
}
