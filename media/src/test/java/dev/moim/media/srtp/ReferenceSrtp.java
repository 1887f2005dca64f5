package dev.moim.media.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// SRTP and SRTCP written from RFC 3711 and RFC 7714 with the JDK's primitives alone, to check the session against.
final class ReferenceSrtp {
    private ReferenceSrtp() {}

    /// RFC 3711 section 4.3.1 with a key derivation rate of zero.
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) throws GeneralSecurityException {
        byte[] x = Arrays.copyOf(masterSalt, 16);
        x[7] ^= (byte) label;
        return counterMode(masterKey, x, new byte[length]);
    }

    static byte[] counterMode(byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(data);
    }

    /// RFC 7714 section 8.1, with session key and salt.
    static byte[] gcmRtp(byte[] key, byte[] salt, byte[] packet, int header, int roc) throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(12)
                .putShort((short) 0)
                .put(packet, 8, 4)
                .putInt(roc)
                .put(packet, 2, 2)
                .array();
        return gcm(key, xor(iv, salt), packet, header, new byte[0]);
    }

    /// RFC 7714 section 9.1.
    static byte[] gcmRtcp(byte[] key, byte[] salt, byte[] packet, int index) throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(12)
                .putShort((short) 0)
                .put(packet, 4, 4)
                .putShort((short) 0)
                .putInt(index)
                .array();
        byte[] trailer = ByteBuffer.allocate(4).putInt(index | 0x8000_0000).array();
        return concat(gcm(key, xor(iv, salt), packet, 8, trailer), trailer);
    }

    private static byte[] gcm(byte[] key, byte[] iv, byte[] packet, int clear, byte[] moreAad)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(packet, 0, clear);
        cipher.updateAAD(moreAad);
        return concat(Arrays.copyOf(packet, clear), cipher.doFinal(packet, clear, packet.length - clear));
    }

    /// RFC 3711 sections 4.1.1 and 4.2.1.
    static byte[] counterRtp(byte[] key, byte[] salt, byte[] authKey, byte[] packet, int header, int roc)
            throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(16)
                .putInt(0)
                .put(packet, 8, 4)
                .putInt(roc)
                .put(packet, 2, 2)
                .array();
        byte[] body = Arrays.copyOfRange(packet, header, packet.length);
        byte[] encrypted =
                concat(Arrays.copyOf(packet, header), counterMode(key, xor(iv, Arrays.copyOf(salt, 16)), body));
        byte[] rollover = ByteBuffer.allocate(4).putInt(roc).array();
        return concat(encrypted, tag(authKey, encrypted, rollover));
    }

    /// RFC 3711 section 3.4.
    static byte[] counterRtcp(byte[] key, byte[] salt, byte[] authKey, byte[] packet, int index)
            throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(16)
                .putInt(0)
                .put(packet, 4, 4)
                .putShort((short) 0)
                .putInt(index)
                .array();
        byte[] body = Arrays.copyOfRange(packet, 8, packet.length);
        byte[] encrypted = concat(Arrays.copyOf(packet, 8), counterMode(key, xor(iv, Arrays.copyOf(salt, 16)), body));
        byte[] trailer = ByteBuffer.allocate(4).putInt(index | 0x8000_0000).array();
        byte[] indexed = concat(encrypted, trailer);
        return concat(indexed, tag(authKey, indexed, new byte[0]));
    }

    private static byte[] tag(byte[] authKey, byte[] data, byte[] more) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(authKey, "HmacSHA1"));
        mac.update(data);
        mac.update(more);
        return Arrays.copyOf(mac.doFinal(), 10);
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = a.clone();
        for (int i = 0; i < b.length; i++) {
            result[i] ^= b[i];
        }
        return result;
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }
}
