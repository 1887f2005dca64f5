package dev.moim.media.rtcp;

/// A reception report on one stream (RFC 3550 section 6.4.1).
///
/// @param ssrc of the stream
/// @param fractionLost lost since the report before, in 1/256
/// @param cumulativeLost lost since the start, 24 bits signed: duplicates make it negative
/// @param highestSequenceNumber the highest one received, extended to 32 bits, unsigned
/// @param jitter in RTP ticks, unsigned
/// @param lastSenderReport middle 32 bits of the NTP time in the last sender report, 0 before the first
/// @param delaySinceLastSenderReport in 1/65536 s, unsigned
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequenceNumber,
        int jitter,
        int lastSenderReport,
        int delaySinceLastSenderReport) {
    static final int BYTES = 24;

    static ReportBlock read(byte[] buffer, int offset) {
        int loss = Bytes.int32(buffer, offset + 4);
        return new ReportBlock(
                Bytes.int32(buffer, offset),
                loss >>> 24,
                loss << 8 >> 8,
                Bytes.int32(buffer, offset + 8),
                Bytes.int32(buffer, offset + 12),
                Bytes.int32(buffer, offset + 16),
                Bytes.int32(buffer, offset + 20));
    }
}
