package dev.moim.signaling.loadtest;

import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.SequenceNumber;
import dev.moim.media.track.CompoundWriter;
import java.util.Map;
import java.util.TreeMap;

/// What comes in one slot, checked as a browser would: one endless stream of numbers, whatever source is behind it. One
/// thread.
final class IncomingStream {
    /// A browser asks again once in a round trip, about ten times (RFC 4585 leaves it open).
    private static final long NACK_INTERVAL_NANOS = 50_000_000;

    private static final int MAX_NACKS = 10;

    /// What has not come by then is lost.
    private static final long LOST_AFTER_NANOS = 2_000_000_000L;

    /// Missing numbers that are remembered; a longer gap is a break.
    private static final int MAX_MISSING = 1_000;

    private static final int MAX_NACK_NUMBERS = 200;

    private final int ssrc;
    private final int clockRate;
    private final Map<Long, Missing> missing = new TreeMap<>();
    private final int[] nacks = new int[MAX_NACK_NUMBERS];

    private boolean started;
    private long first;
    private long base;
    private long highest;
    private int timestamp;
    private long stampStream;
    private long stampNumber = -1;

    private long received;
    private long lost;
    private long duplicates;
    private long reordered;
    private long repaired;
    private long breaks;
    private long misplaced;

    private long everReceived;
    private long reportedExpected;
    private long reportedReceived;
    private double jitter;
    private long transit;
    private int senderReport;
    private long senderReportNanos;

    /// A number that has not come.
    private static final class Missing {
        final long sinceNanos;
        long askedNanos;
        int asked;

        Missing(long sinceNanos) {
            this.sinceNanos = sinceNanos;
            this.askedNanos = sinceNanos;
        }
    }

    IncomingStream(int ssrc, int clockRate) {
        this.ssrc = ssrc;
        this.clockRate = clockRate;
    }

    int ssrc() {
        return ssrc;
    }

    /// @param repair whether it came in a retransmission of its own kind (RFC 4588)
    /// @return whether the packet is a new one
    boolean onPacket(int sequenceNumber, int rtpTimestamp, boolean repair, long nowNanos) {
        if (!started) {
            started = true;
            first = sequenceNumber;
            base = sequenceNumber;
            highest = sequenceNumber - 1L;
            timestamp = rtpTimestamp;
        }
        long number = SequenceNumber.extend(sequenceNumber, highest);
        if (number <= highest) {
            return onLate(number, repair);
        }
        if (number - highest > MAX_MISSING) {
            breaks++;
            missing.clear();
            base = number;
        } else {
            for (long gap = highest + 1; gap < number; gap++) {
                missing.put(gap, new Missing(nowNanos));
            }
        }
        if (rtpTimestamp - timestamp < 0) {
            breaks++;
        }
        highest = number;
        timestamp = rtpTimestamp;
        received++;
        everReceived++;
        updateJitter(nowNanos);
        return true;
    }

    private boolean onLate(long number, boolean repair) {
        Missing awaited = missing.remove(number);
        if (awaited == null) {
            duplicates += number >= base ? 1 : 0;
            return false;
        }
        everReceived++;
        if (number >= base) {
            received++;
            if (repair || awaited.asked > 0) {
                repaired++;
            } else {
                reordered++;
            }
        }
        return true;
    }

    /// RFC 3550 section 6.4.1.
    private void updateJitter(long nowNanos) {
        long arrival = (long) (nowNanos / 1e9 * clockRate);
        long now = arrival - timestamp;
        if (everReceived > 1) {
            jitter += (Math.abs((int) (now - transit)) - jitter) / 16;
        }
        transit = now;
    }

    /// Looks at a payload's [Stamp]: numbers of one stream grow, but for packets that were late.
    void onStamp(long stream, long number, int sequenceNumber) {
        if (sequenceNumber != (highest & 0xFFFF)) {
            return;
        }
        if (stream == stampStream && number <= stampNumber) {
            misplaced++;
        }
        stampStream = stream;
        stampNumber = number;
    }

    void onForeignPayload() {
        misplaced++;
    }

    void onSenderReport(SenderReport report, long nowNanos) {
        senderReport = (int) (report.ntpTime() >>> 16);
        senderReportNanos = nowNanos;
    }

    /// Asks again for what is due.
    void pollNack(CompoundWriter out, long nowNanos) {
        int count = 0;
        var entries = missing.entrySet().iterator();
        while (entries.hasNext() && count < MAX_NACK_NUMBERS) {
            var entry = entries.next();
            Missing gap = entry.getValue();
            if (nowNanos - gap.sinceNanos > LOST_AFTER_NANOS) {
                lost += entry.getKey() >= base ? 1 : 0;
                entries.remove();
            } else if (gap.asked == 0 || (gap.asked < MAX_NACKS && nowNanos - gap.askedNanos >= NACK_INTERVAL_NANOS)) {
                gap.asked++;
                gap.askedNanos = nowNanos;
                nacks[count++] = (int) (entry.getKey() & 0xFFFF);
            }
        }
        if (count > 0) {
            out.genericNack(ssrc, nacks, count);
        }
    }

    boolean isMissingAny() {
        return !missing.isEmpty();
    }

    boolean hasStarted() {
        return started;
    }

    /// RFC 3550 section 6.4.1 and appendix A.3.
    ReportBlock report(long nowNanos) {
        long expected = highest - first + 1;
        long newExpected = expected - reportedExpected;
        long newLost = newExpected - (everReceived - reportedReceived);
        reportedExpected = expected;
        reportedReceived = everReceived;
        int fraction = newExpected <= 0 || newLost <= 0 ? 0 : (int) Math.min(255, (newLost << 8) / newExpected);
        long delay = senderReport == 0 ? 0 : (nowNanos - senderReportNanos) / 1_000 * 65_536 / 1_000_000;
        return new ReportBlock(
                ssrc, fraction, (int) (expected - everReceived), (int) highest, (int) jitter, senderReport, (int)
                        delay);
    }

    /// Counts anew from the next number on.
    void restartCounts() {
        base = highest + 1;
        received = 0;
        lost = 0;
        duplicates = 0;
        reordered = 0;
        repaired = 0;
        breaks = 0;
        misplaced = 0;
    }

    /// What is missing now is taken for lost: call it some time after the end.
    Counts counts() {
        long pending =
                missing.keySet().stream().filter(number -> number >= base).count();
        return new Counts(received, lost + pending, duplicates, reordered, repaired, breaks, misplaced);
    }
}
