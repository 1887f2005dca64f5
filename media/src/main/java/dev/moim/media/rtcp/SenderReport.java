package dev.moim.media.rtcp;

import java.util.List;

/// A sender report (RFC 3550 section 6.4.1).
///
/// @param ntpTime 64 bits: seconds since 1900 and their fraction
/// @param rtpTimestamp the same moment in RTP ticks, unsigned
/// @param packetCount packets sent, 32 bits unsigned
/// @param octetCount payload bytes sent, 32 bits unsigned
public record SenderReport(
        int ssrc, long ntpTime, int rtpTimestamp, int packetCount, int octetCount, List<ReportBlock> reports) {
    public SenderReport {
        reports = List.copyOf(reports);
    }
}
