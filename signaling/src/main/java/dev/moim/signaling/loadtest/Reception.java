package dev.moim.signaling.loadtest;

import dev.moim.media.congestion.FeedbackBuilder;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.CompoundWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A participant's slots: takes what comes and gives the feedback that a browser gives. One thread.
final class Reception {
    /// Between two requests for a first key frame.
    private static final long PLI_INTERVAL_NANOS = 500_000_000;

    private final List<Slot> slots;
    private final LatencyHistogram latency;
    private final FeedbackBuilder transportFeedback = new FeedbackBuilder();
    private long firstPacketNanos;
    private long firstKeyFrameNanos;
    private boolean hasPacket;
    private boolean hasKeyFrame;
    private long unknown;

    private static final class Slot {
        final Answer.Slot agreed;
        final IncomingStream stream;
        boolean hasKeyFrame;
        long askedNanos;

        Slot(Answer.Slot agreed) {
            this.agreed = agreed;
            stream = new IncomingStream(agreed.ssrc(), agreed.video() ? Offer.VP8_CLOCK_RATE : Offer.OPUS_CLOCK_RATE);
        }
    }

    Reception(List<Answer.Slot> agreed, LatencyHistogram latency) {
        slots = agreed.stream().map(Slot::new).toList();
        this.latency = latency;
    }

    /// @param arrivalNanos when the packet came out of the socket
    void onRtp(RtpView packet, long arrivalNanos) {
        reportArrival(packet, arrivalNanos);
        Slot slot = find(packet.ssrc());
        if (slot == null) {
            unknown++;
            return;
        }
        boolean repair = packet.ssrc() != slot.agreed.ssrc();
        int skip = repair ? 2 : 0;
        int offset = packet.payloadOffset() + skip;
        int length = packet.payloadLength() - skip;
        if (repair && length <= 0) {
            // Padding that probes the path.
            return;
        }
        byte[] bytes = packet.buffer();
        int number = repair ? ((bytes[offset - 2] & 0xFF) << 8) | (bytes[offset - 1] & 0xFF) : packet.sequenceNumber();
        if (!slot.stream.hasStarted()) {
            slot.askedNanos = arrivalNanos;
        }
        if (!slot.stream.onPacket(number, packet.timestamp(), repair, arrivalNanos)) {
            return;
        }
        if (!hasPacket) {
            hasPacket = true;
            firstPacketNanos = arrivalNanos;
        }
        if (slot.agreed.video() && !slot.hasKeyFrame && Vp8Payload.startsKeyFrame(bytes, offset, length)) {
            slot.hasKeyFrame = true;
            if (!hasKeyFrame) {
                hasKeyFrame = true;
                firstKeyFrameNanos = arrivalNanos;
            }
        }
        if (length > 0) {
            readStamp(slot, number, bytes, offset, length, arrivalNanos);
        }
    }

    private void readStamp(Slot slot, int number, byte[] bytes, int offset, int length, long arrivalNanos) {
        int skip = slot.agreed.video() ? Vp8Payload.STAMP_OFFSET : Publication.OPUS_STAMP_OFFSET;
        int at = offset + skip;
        if (!Stamp.isAt(bytes, at, length - skip)) {
            slot.stream.onForeignPayload();
            return;
        }
        slot.stream.onStamp(Stamp.stream(bytes, at), Stamp.number(bytes, at), number);
        latency.record(arrivalNanos - Stamp.nanos(bytes, at));
    }

    private void reportArrival(RtpView packet, long arrivalNanos) {
        int at = packet.extensionDataOffset(Offer.TRANSPORT_CC_ID);
        if (at >= 0 && packet.extensionDataLength(Offer.TRANSPORT_CC_ID) == 2) {
            byte[] bytes = packet.buffer();
            int sequence = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
            transportFeedback.onArrival(sequence, packet.ssrc(), arrivalNanos);
        }
    }

    private @Nullable Slot find(int ssrc) {
        for (Slot slot : slots) {
            if (slot.agreed.ssrc() == ssrc || (slot.agreed.rtxSsrc() == ssrc && ssrc != 0)) {
                return slot;
            }
        }
        return null;
    }

    void onSenderReport(SenderReport report, long nowNanos) {
        Slot slot = find(report.ssrc());
        if (slot != null) {
            slot.stream.onSenderReport(report, nowNanos);
        }
    }

    /// Feedback that does not wait for the regular report.
    void poll(CompoundWriter out, long nowNanos) {
        transportFeedback.poll(out, nowNanos);
        for (Slot slot : slots) {
            if (slot.stream.isMissingAny()) {
                slot.stream.pollNack(out, nowNanos);
            }
            if (slot.agreed.video()
                    && slot.stream.hasStarted()
                    && !slot.hasKeyFrame
                    && nowNanos - slot.askedNanos > PLI_INTERVAL_NANOS) {
                slot.askedNanos = nowNanos;
                out.pictureLossIndication(slot.agreed.ssrc());
            }
        }
    }

    /// Blocks for a report that was begun.
    void report(CompoundWriter out, long nowNanos) {
        for (Slot slot : slots) {
            if (slot.stream.hasStarted()) {
                out.reportBlock(slot.stream.report(nowNanos));
            }
        }
    }

    void restartCounts() {
        slots.forEach(slot -> slot.stream.restartCounts());
        unknown = 0;
    }

    /// Packets of no slot count as misplaced.
    Counts counts() {
        return slots.stream()
                .map(slot -> slot.stream.counts())
                .reduce(new Counts(0, 0, 0, 0, 0, 0, unknown), Counts::plus);
    }

    boolean hasPacket() {
        return hasPacket;
    }

    boolean hasKeyFrame() {
        return hasKeyFrame;
    }

    /// Of [System#nanoTime]; meaningless before [#hasPacket].
    long firstPacketNanos() {
        return firstPacketNanos;
    }

    /// Of [System#nanoTime]; meaningless before [#hasKeyFrame].
    long firstKeyFrameNanos() {
        return firstKeyFrameNanos;
    }
}
