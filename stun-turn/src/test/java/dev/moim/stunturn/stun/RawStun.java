package dev.moim.stunturn.stun;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Builds STUN messages byte by byte from RFC 8489 alone, neither with ice4j nor with our writer, so that tests have a
/// second opinion and can build what no library would.
public final class RawStun {
    public static final int BINDING_REQUEST = 0x0001;
    public static final int BINDING_INDICATION = 0x0011;
    public static final int BINDING_SUCCESS = 0x0101;
    public static final int BINDING_ERROR = 0x0111;

    public static final int ALLOCATE = 0x0003;
    public static final int REFRESH = 0x0004;
    public static final int CREATE_PERMISSION = 0x0008;
    public static final int CHANNEL_BIND = 0x0009;
    public static final int SEND_INDICATION = 0x0016;
    public static final int DATA_INDICATION = 0x0017;

    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int CHANNEL_NUMBER = 0x000C;
    public static final int LIFETIME = 0x000D;
    public static final int XOR_PEER_ADDRESS = 0x0012;
    public static final int DATA = 0x0013;
    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    public static final int EVEN_PORT = 0x0018;
    public static final int REQUESTED_TRANSPORT = 0x0019;
    public static final int DONT_FRAGMENT = 0x001A;
    public static final int RESERVATION_TOKEN = 0x0022;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int SOFTWARE = 0x8022;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    private static final int COOKIE = 0x2112A442;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final int type;
    private final byte[] transactionId;

    private RawStun(int type, byte[] transactionId) {
        this.type = type;
        this.transactionId = transactionId;
    }

    public static RawStun message(int type, String transactionId) {
        return new RawStun(type, transactionId.getBytes(StandardCharsets.US_ASCII));
    }

    /// A check as a controlling agent sends it, still without integrity.
    public static RawStun check(String username) {
        return message(BINDING_REQUEST, "transaction!")
                .attribute(USERNAME, username.getBytes(StandardCharsets.UTF_8))
                .attribute(PRIORITY, new byte[] {0x6E, 0, 1, (byte) 0xFF})
                .attribute(ICE_CONTROLLING, new byte[8]);
    }

    public RawStun attribute(int attributeType, byte... value) {
        body.writeBytes(ByteBuffer.allocate(4)
                .putShort((short) attributeType)
                .putShort((short) value.length)
                .array());
        body.writeBytes(value);
        body.writeBytes(new byte[(4 - value.length % 4) % 4]);
        return this;
    }

    public RawStun attribute(int attributeType, int value) {
        return attribute(attributeType, ByteBuffer.allocate(4).putInt(value).array());
    }

    public RawStun text(int attributeType, String value) {
        return attribute(attributeType, value.getBytes(StandardCharsets.UTF_8));
    }

    /// @param ip 4 or 16 bytes, which go out as they are
    public RawStun xorAddress(int attributeType, byte[] ip, int port) {
        byte[] mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transactionId).array();
        byte[] value = new byte[4 + ip.length];
        value[1] = (byte) (ip.length == 4 ? 1 : 2);
        value[2] = (byte) ((port >> 8) ^ 0x21);
        value[3] = (byte) (port ^ 0x12);
        for (int i = 0; i < ip.length; i++) {
            value[4 + i] = (byte) (ip[i] ^ mask[i]);
        }
        return attribute(attributeType, value);
    }

    public RawStun integrity(String password) {
        return integrity(password.getBytes(StandardCharsets.UTF_8));
    }

    public RawStun integrity(byte[] key) {
        return attribute(MESSAGE_INTEGRITY, hmac(frame(24), key));
    }

    /// RFC 8489 section 9.2.2.
    public static byte[] longTermKey(String username, String realm, String password) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((username + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public RawStun fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(frame(8));
        return attribute(
                FINGERPRINT,
                ByteBuffer.allocate(4).putInt((int) crc.getValue() ^ 0x5354554E).array());
    }

    public byte[] bytes() {
        return frame(0);
    }

    /// The message so far, with a length that counts `more` bytes that are still to come.
    private byte[] frame(int more) {
        return ByteBuffer.allocate(20 + body.size())
                .putShort((short) type)
                .putShort((short) (body.size() + more))
                .putInt(COOKIE)
                .put(transactionId)
                .put(body.toByteArray())
                .array();
    }

    static byte[] hmac(byte[] bytes, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
