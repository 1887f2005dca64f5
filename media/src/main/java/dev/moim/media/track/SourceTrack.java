package dev.moim.media.track;

/// What a sink may ask of the stream it takes packets from. One thread.
public interface SourceTrack {
    /// The plaintext packets of the last seconds, for retransmissions.
    PacketCache cache();

    /// Asks the publisher for a key frame; merged with other requests and limited per source.
    void requestKeyFrame(long nowNanos);

    /// RTP ticks a second.
    int clockRate();

    /// The publisher's last sender report (RFC 3550 section 6.4.1) as NTP time, or 0 before the first.
    long senderReportNtp();

    /// The RTP timestamp that belongs to [#senderReportNtp].
    int senderReportRtpTimestamp();
}
