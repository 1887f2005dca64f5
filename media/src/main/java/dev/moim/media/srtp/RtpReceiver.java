package dev.moim.media.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/// Unprotects one SSRC's packets; changed by authentic packets only.
final class RtpReceiver {
    private final SrtpCryptoContext context;
    private final ReplayWindow window = new ReplayWindow();

    RtpReceiver(SrtpCryptoContext context) {
        this.context = context;
    }

    /// @return 0 or one of the session's negative codes
    int unprotect(PacketRegion packet, int sequenceNumber) throws GeneralSecurityException {
        long index = window.index(sequenceNumber);
        if (window.isReplayed(index)) {
            return SrtpSession.REPLAYED;
        }
        var status = context.reverseTransformPacket(packet, false);
        if (status == SrtpErrorStatus.OK) {
            window.onReceived(index);
            return 0;
        }
        return status == SrtpErrorStatus.INVALID_PACKET ? SrtpSession.MALFORMED : SrtpSession.AUTHENTICATION_FAILED;
    }
}
