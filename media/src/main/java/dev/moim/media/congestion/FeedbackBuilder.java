package dev.moim.media.congestion;

import dev.moim.media.rtp.SequenceNumber;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import java.util.Arrays;

/// Tells a publisher when its packets arrived, by transport-wide sequence number over all its streams
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01): without it a browser stays at its start bitrate. One thread.
public final class FeedbackBuilder {
    /// How often feedback goes out while packets arrive.
    public static final long INTERVAL_NANOS = 50_000_000;

    /// So many packets are told of at once, without waiting for the interval.
    private static final int MAX_UNREPORTED = 100;

    /// Sequence numbers between the oldest unreported packet and the newest; a larger jump starts over.
    private static final int WINDOW = 2048;

    private final long[] arrivals = new long[WINDOW];
    private boolean started;
    private long base;
    private int span;
    private int unreported;
    private int feedbackCount;
    private int mediaSsrc;
    private boolean everSent;
    private long sentNanos;

    public FeedbackBuilder() {
        Arrays.fill(arrivals, Long.MIN_VALUE);
    }

    /// @param sequenceNumber the transport-wide one, 0 to 65535
    public void onArrival(int sequenceNumber, int ssrc, long nowNanos) {
        long extended = started ? SequenceNumber.extend(sequenceNumber, base + span) : sequenceNumber;
        if (!started) {
            started = true;
            base = extended;
        }
        mediaSsrc = ssrc;
        long index = extended - base;
        if (index < 0) {
            // Reported as lost already; the sender's estimate forgives a rare one.
            return;
        }
        if (index >= WINDOW) {
            Arrays.fill(arrivals, Long.MIN_VALUE);
            base = extended;
            index = 0;
            span = 0;
            unreported = 0;
        }
        if (arrivals[(int) index] == Long.MIN_VALUE) {
            unreported++;
        }
        arrivals[(int) index] = nowNanos;
        span = Math.max(span, (int) index + 1);
    }

    /// When feedback is due, [Deadline#NEVER] without anything to tell.
    public long deadlineNanos(long nowNanos) {
        if (unreported == 0) {
            return Deadline.NEVER;
        }
        return !everSent || unreported >= MAX_UNREPORTED ? nowNanos : sentNanos + INTERVAL_NANOS;
    }

    public void poll(CompoundWriter out, long nowNanos) {
        if (!Deadline.isDue(deadlineNanos(nowNanos), nowNanos)) {
            return;
        }
        int from = 0;
        while (from < span) {
            int count = span - from;
            int written = out.transportFeedback(mediaSsrc, (int) (base + from), feedbackCount, arrivals, from, count);
            if (written == 0) {
                break;
            }
            feedbackCount++;
            from += written;
        }
        Arrays.fill(arrivals, 0, span, Long.MIN_VALUE);
        base += span;
        span = 0;
        unreported = 0;
        everSent = true;
        sentNanos = nowNanos;
    }
}
