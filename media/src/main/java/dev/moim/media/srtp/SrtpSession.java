package dev.moim.media.srtp;

import dev.moim.media.dtls.SrtpKeys;
import dev.moim.media.dtls.SrtpProfile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jspecify.annotations.Nullable;

/// Protects and unprotects the packets of one DTLS association in place (RFC 3711, RFC 7714). One thread. Makes no
/// garbage of its own; the state of up to 1024 SSRCs in each direction is kept, that of received ones only once a
/// packet was authentic.
public final class SrtpSession {
    /// Tail room that the protect methods need behind a packet: SRTCP's index and the tag of GCM.
    public static final int TRAILER_BYTES = 20;

    /// Too short, or not a packet.
    public static final int MALFORMED = -1;

    public static final int AUTHENTICATION_FAILED = -2;

    /// Received before, or older than the last 1024 packets.
    public static final int REPLAYED = -3;

    /// More SSRCs than a peer may have.
    public static final int TOO_MANY_STREAMS = -4;

    /// The packet was not protected and must not be sent.
    public static final int NOT_PROTECTED = -5;

    /// Another packet went out under the same index, so this one must not be sent: the key would not bear it.
    public static final int INDEX_USED = -6;

    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int RTCP_INDEX_BYTES = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final int tagBytes;
    private final boolean indexBehindTag;
    private final Contexts sending;
    private final Contexts receiving;
    private final PacketRegion packet = new PacketRegion();
    private final SsrcTable<RtpSender> rtpSenders = new SsrcTable<>();
    private final SsrcTable<RtcpSender> rtcpSenders = new SsrcTable<>();
    private final SsrcTable<RtpReceiver> rtpReceivers = new SsrcTable<>();
    private final SsrcTable<SrtcpCryptoContext> rtcpReceivers = new SsrcTable<>();
    private @Nullable RtpReceiver nextRtpReceiver;
    private @Nullable SrtcpCryptoContext nextRtcpReceiver;

    public SrtpSession(SrtpKeys keys) {
        var profile = keys.profile();
        tagBytes = Contexts.tagBytes(profile);
        indexBehindTag = profile == SrtpProfile.AEAD_AES_128_GCM;
        sending = new Contexts(profile, true, keys.sendKey(), keys.sendSalt());
        receiving = new Contexts(profile, false, keys.receiveKey(), keys.receiveSalt());
    }

    /// Uses each cipher once, so that the first packet does not wait for class loading. Takes below 300 ms once in a
    /// process.
    public static void warmUp() {
        WarmUp.run();
    }

    /// A packet that was sent may be sent again only as it was, among the last 128 of its SSRC.
    ///
    /// @param length of a whole RTP packet, with [#TRAILER_BYTES] of room behind it
    /// @return the new length, or a negative code: the bytes are undefined then and must not be sent
    public int protectRtp(byte[] buffer, int offset, int length) {
        if (length < RTP_HEADER_BYTES || buffer.length - offset - length < tagBytes) {
            return NOT_PROTECTED;
        }
        int ssrc = int32(buffer, offset + 8);
        var sender = rtpSenders.find(ssrc);
        if (sender == null) {
            if (rtpSenders.isFull()) {
                return TOO_MANY_STREAMS;
            }
            sender = new RtpSender(sending.rtp(), tagBytes);
            rtpSenders.put(ssrc, sender);
        }
        packet.wrap(buffer, offset, length);
        try {
            return sender.protect(packet);
        } catch (GeneralSecurityException e) {
            return NOT_PROTECTED;
        }
    }

    /// @param length of a whole compound RTCP packet, with [#TRAILER_BYTES] of room behind it
    /// @return the new length, or a negative code
    public int protectRtcp(byte[] buffer, int offset, int length) {
        int trailer = tagBytes + RTCP_INDEX_BYTES;
        if (length < RTCP_HEADER_BYTES || buffer.length - offset - length < trailer) {
            return NOT_PROTECTED;
        }
        int ssrc = int32(buffer, offset + 4);
        var sender = rtcpSenders.find(ssrc);
        if (sender == null) {
            if (rtcpSenders.isFull()) {
                return TOO_MANY_STREAMS;
            }
            sender = new RtcpSender(sending.rtcp(), trailer, RtcpSender.MAX_PACKETS);
            rtcpSenders.put(ssrc, sender);
        }
        packet.wrap(buffer, offset, length);
        try {
            return sender.protect(packet);
        } catch (GeneralSecurityException e) {
            return NOT_PROTECTED;
        }
    }

    /// @return the new length, or a negative code; the bytes are undefined then
    public int unprotectRtp(byte[] buffer, int offset, int length) {
        if (length < RTP_HEADER_BYTES + tagBytes) {
            return MALFORMED;
        }
        int ssrc = int32(buffer, offset + 8);
        var known = rtpReceivers.find(ssrc);
        if (known == null && rtpReceivers.isFull()) {
            return TOO_MANY_STREAMS;
        }
        var receiver = known == null ? spareRtpReceiver() : known;
        packet.wrap(buffer, offset, length);
        try {
            int result = receiver.unprotect(packet, int32(buffer, offset) & 0xFFFF);
            if (result < 0) {
                return result;
            }
        } catch (GeneralSecurityException e) {
            return AUTHENTICATION_FAILED;
        }
        if (known == null) {
            rtpReceivers.put(ssrc, receiver);
            nextRtpReceiver = null;
        }
        return packet.getLength();
    }

    /// @return the new length, or a negative code; the bytes are undefined then
    public int unprotectRtcp(byte[] buffer, int offset, int length) {
        if (length < RTCP_HEADER_BYTES + RTCP_INDEX_BYTES + tagBytes) {
            return MALFORMED;
        }
        int index = offset + length - RTCP_INDEX_BYTES - (indexBehindTag ? 0 : tagBytes);
        if (buffer[index] >= 0) {
            // Not encrypted, which RFC 5764 section 4.1.2 does not foresee.
            return AUTHENTICATION_FAILED;
        }
        int ssrc = int32(buffer, offset + 4);
        var known = rtcpReceivers.find(ssrc);
        if (known == null && rtcpReceivers.isFull()) {
            return TOO_MANY_STREAMS;
        }
        var receiver = known == null ? spareRtcpReceiver() : known;
        packet.wrap(buffer, offset, length);
        try {
            switch (receiver.reverseTransformPacket(packet)) {
                case OK -> {}
                case REPLAY_FAIL, REPLAY_OLD -> {
                    return REPLAYED;
                }
                case INVALID_PACKET -> {
                    return MALFORMED;
                }
                case FAIL, AUTH_FAIL -> {
                    return AUTHENTICATION_FAILED;
                }
            }
        } catch (GeneralSecurityException e) {
            return AUTHENTICATION_FAILED;
        }
        if (known == null) {
            rtcpReceivers.put(ssrc, receiver);
            nextRtcpReceiver = null;
        }
        return packet.getLength();
    }

    /// For an SSRC that was not seen yet. It serves the next such SSRC if this one is not authentic: deriving keys
    /// for each forged packet would cost far more than checking it.
    private RtpReceiver spareRtpReceiver() {
        if (nextRtpReceiver == null) {
            nextRtpReceiver = new RtpReceiver(receiving.rtp());
        }
        return nextRtpReceiver;
    }

    private SrtcpCryptoContext spareRtcpReceiver() {
        if (nextRtcpReceiver == null) {
            nextRtcpReceiver = receiving.rtcp();
        }
        return nextRtcpReceiver;
    }

    private static int int32(byte[] buffer, int position) {
        return (int) INT.get(buffer, position);
    }
}
