package dev.moim.media.srtp;

import dev.moim.media.dtls.SrtpKeys;
import dev.moim.media.dtls.SrtpProfile;

/// One packet of each kind through each profile.
final class WarmUp {
    private static final int PACKET_BYTES = 1200;

    private WarmUp() {}

    static void run() {
        for (var profile : SrtpProfile.values()) {
            // Nothing is ever sent with these keys.
            byte[] key = new byte[profile.keyBytes()];
            byte[] salt = new byte[profile.saltBytes()];
            var session = new SrtpSession(new SrtpKeys(profile, key, salt, key, salt));
            byte[] packet = new byte[PACKET_BYTES + SrtpSession.TRAILER_BYTES];
            packet[0] = (byte) 0x80;
            session.unprotectRtp(packet, 0, session.protectRtp(packet, 0, PACKET_BYTES));
            session.unprotectRtcp(packet, 0, session.protectRtcp(packet, 0, PACKET_BYTES));
        }
    }
}
