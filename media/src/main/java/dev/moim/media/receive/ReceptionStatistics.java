package dev.moim.media.receive;

import dev.moim.media.rtcp.ReportBlock;

/// What a receiver report says of one stream (RFC 3550 section 6.4.1, appendices A.3 and A.8). Packets that came as RTX
/// are not counted, so that the publisher sees its real loss. One thread.
final class ReceptionStatistics {
    private static final int MAX_LOST = 0x7FFFFF;

    private long first = -1;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private boolean timed;
    private long lastTransitTicks;
    private double jitterTicks;
    private int reportNtp;
    private long reportNanos;

    void onPacket(long extended, int timestamp, int clockRate, long nowNanos) {
        if (first < 0) {
            first = extended;
            highest = extended;
        }
        // A packet from before the first one moves the start, else more would have arrived than were expected.
        first = Math.min(first, extended);
        highest = Math.max(highest, extended);
        received++;
        long transit = (int) (nowNanos / 1_000 * clockRate / 1_000_000 - timestamp);
        if (timed) {
            long difference = Math.abs((int) (transit - lastTransitTicks));
            jitterTicks += (difference - jitterTicks) / 16;
        }
        timed = true;
        lastTransitTicks = transit;
    }

    void onSenderReport(long ntpTime, long nowNanos) {
        reportNtp = (int) (ntpTime >>> 16);
        reportNanos = nowNanos;
    }

    boolean isEmpty() {
        return first < 0;
    }

    /// The block for the next report; fraction lost is since the call before.
    ReportBlock report(int ssrc, long nowNanos) {
        long expected = highest - first + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        int fraction = expectedNow > 0 && lostNow > 0 ? (int) Math.min(255, lostNow * 256 / expectedNow) : 0;
        expectedBefore = expected;
        receivedBefore = received;
        int cumulative = Math.clamp(expected - received, -MAX_LOST, MAX_LOST);
        int delay = reportNtp == 0 ? 0 : (int) ((nowNanos - reportNanos) / 1_000 * 65_536 / 1_000_000);
        return new ReportBlock(ssrc, fraction, cumulative, (int) highest, (int) jitterTicks, reportNtp, delay);
    }
}
