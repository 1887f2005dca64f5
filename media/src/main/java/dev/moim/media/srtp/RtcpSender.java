package dev.moim.media.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/// Protects one SSRC's compound RTCP packets, each under the next index.
final class RtcpSender {
    /// The index has 31 bits (RFC 3711 section 3.4); the library would begin again at 0 under the same key.
    static final long MAX_PACKETS = 1L << 31;

    private final SrtcpCryptoContext context;
    private final int trailerBytes;
    private long left;

    /// @param trailerBytes what protection adds
    /// @param packets how many may be sent
    RtcpSender(SrtcpCryptoContext context, int trailerBytes, long packets) {
        this.context = context;
        this.trailerBytes = trailerBytes;
        this.left = packets;
    }

    /// @return the new length or one of the session's negative codes, with which the bytes must not be sent
    int protect(PacketRegion packet) throws GeneralSecurityException {
        if (left == 0) {
            return SrtpSession.INDEX_USED;
        }
        left--;
        int length = packet.getLength();
        return context.transformPacket(packet) == SrtpErrorStatus.OK && packet.getLength() == length + trailerBytes
                ? packet.getLength()
                : SrtpSession.NOT_PROTECTED;
    }
}
