package dev.moim.media.dtls;

/// What a DTLS handshake yields for SRTP (RFC 5764 section 4.2), already sorted by direction. Kept in memory only;
/// its text form shows no key.
///
/// @param sendKey master key for what this side sends
/// @param receiveKey master key for what the other side sends
public record SrtpKeys(SrtpProfile profile, byte[] sendKey, byte[] sendSalt, byte[] receiveKey, byte[] receiveSalt) {
    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
