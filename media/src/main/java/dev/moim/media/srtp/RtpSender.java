package dev.moim.media.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/// Protects one SSRC's packets.
final class RtpSender {
    private static final int SCRATCH_BYTES = 64;
    private static final int SCRATCH_PACKET_BYTES = 16;

    private final SrtpCryptoContext context;
    private int lastSequenceNumber = -1;

    RtpSender(SrtpCryptoContext context) {
        this.context = context;
    }

    boolean protect(PacketRegion packet) throws GeneralSecurityException {
        byte[] buffer = packet.getBuffer();
        int offset = packet.getOffset();
        int sequenceNumber = ((buffer[offset + 2] & 0xFF) << 8) | (buffer[offset + 3] & 0xFF);
        if (sequenceNumber == lastSequenceNumber) {
            forgetLastIv(sequenceNumber);
        }
        lastSequenceNumber = sequenceNumber;
        return context.transformPacket(packet) == SrtpErrorStatus.OK;
    }

    /// The JDK refuses GCM with the same initialization vector twice in a row, and the library would then leave the
    /// packet in the clear. A retransmission of the latest packet is such a case: the same content, so nothing is
    /// given away. A packet in between that is never sent makes the JDK forget.
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
