package dev.moim.media.rtcp;

import java.util.List;

/// A receiver report (RFC 3550 section 6.4.2).
///
/// @param ssrc of the reporter
public record ReceiverReport(int ssrc, List<ReportBlock> reports) {
    public ReceiverReport {
        reports = List.copyOf(reports);
    }
}
