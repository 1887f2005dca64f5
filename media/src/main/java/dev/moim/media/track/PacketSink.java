package dev.moim.media.track;

import dev.moim.media.rtp.RtpView;

/// Takes a track's packets: a subscriber's slot or a recorder. Called on the loop that owns the room.
public interface PacketSink {
    /// The packet is decrypted and its padding stripped. View and info are valid during the call only.
    void onPacket(RtpView packet, PacketInfo info, long nowNanos);
}
