package dev.moim.media.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/// Protects one SSRC's packets and holds the invariant that counter mode and GCM live by: under one key no packet
/// index leaves with two contents (RFC 3711 section 9.1, RFC 7714 section 8.4). A second content would give away the
/// difference of both plaintexts, and with GCM the key of the authentication. Whoever numbers the packets must see to
/// it; here the rest is refused. A packet may be sent again as it was, which is told by its tag: another header or
/// payload has another one.
final class RtpSender {
    /// Packets behind the newest whose tags are kept: 2.5 s of audio, whose retransmissions have the packet's own
    /// number. Video's have a number of their own (RFC 4588).
    static final int REPEATABLE_PACKETS = 128;

    private static final int SCRATCH_BYTES = 64;
    private static final int SCRATCH_PACKET_BYTES = 16;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SrtpCryptoContext context;
    private final int tagBytes;
    private final ReplayWindow used = new ReplayWindow();

    /// The first eight bytes of each tag, at the index modulo the size.
    private final long[] tags = new long[REPEATABLE_PACKETS];

    private int lastSequenceNumber = -1;

    /// @param tagBytes at least 8
    RtpSender(SrtpCryptoContext context, int tagBytes) {
        this.context = context;
        this.tagBytes = tagBytes;
    }

    /// @return the new length or one of the session's negative codes, with which the bytes must not be sent
    int protect(PacketRegion packet) throws GeneralSecurityException {
        byte[] buffer = packet.getBuffer();
        int offset = packet.getOffset();
        int length = packet.getLength();
        int sequenceNumber = ((buffer[offset + 2] & 0xFF) << 8) | (buffer[offset + 3] & 0xFF);
        long index = used.index(sequenceNumber);
        boolean again = used.isReplayed(index);
        if (again && (index < 0 || !isRepeatable(index))) {
            return SrtpSession.INDEX_USED;
        }
        if (sequenceNumber == lastSequenceNumber) {
            forgetLastIv(sequenceNumber);
        }
        lastSequenceNumber = sequenceNumber;
        if (!again) {
            used.onReceived(index);
        }
        // The library may report success and have left the packet in the clear; then the length tells.
        if (context.transformPacket(packet) != SrtpErrorStatus.OK || packet.getLength() != length + tagBytes) {
            return SrtpSession.NOT_PROTECTED;
        }
        return isFirstContent(index, (long) LONG.get(buffer, offset + length), again)
                ? packet.getLength()
                : SrtpSession.INDEX_USED;
    }

    private boolean isRepeatable(long index) {
        return index > used.highest() - REPEATABLE_PACKETS;
    }

    /// Notes the content of an index that is used for the first time, and compares one that comes again.
    private boolean isFirstContent(long index, long tag, boolean again) {
        int slot = (int) index & (REPEATABLE_PACKETS - 1);
        if (again) {
            return tags[slot] == tag;
        }
        if (isRepeatable(index)) {
            tags[slot] = tag;
        }
        return true;
    }

    /// The JDK refuses GCM with the same initialization vector twice in a row, and the library would then leave the
    /// packet in the clear. A retransmission of the latest packet is such a case. A packet in between that is never
    /// sent makes the JDK forget.
    private void forgetLastIv(int sequenceNumber) throws GeneralSecurityException {
        byte[] scratch = new byte[SCRATCH_BYTES];
        scratch[0] = (byte) 0x80;
        scratch[2] = (byte) ((sequenceNumber - 1) >> 8);
        scratch[3] = (byte) (sequenceNumber - 1);
        var packet = new PacketRegion();
        packet.wrap(scratch, 0, SCRATCH_PACKET_BYTES);
        context.transformPacket(packet);
    }
}
