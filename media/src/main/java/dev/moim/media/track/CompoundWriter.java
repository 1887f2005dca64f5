package dev.moim.media.track;

import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtcp.RtcpWriter;
import java.nio.charset.StandardCharsets;

/// Fills compound RTCP packets for one peer after the other and passes each on when it is full. Each begins with a
/// report, as RFC 3550 section 6.1 asks. One thread.
public final class CompoundWriter {
    /// Who speaks in what is no sender report; receivers look at the SSRC spoken of only.
    public static final int FEEDBACK_SSRC = 1;

    /// Fits any path, with the tag and the tunnel headers that may come on top.
    private static final int MAX_BYTES = 1200;

    private static final int TAIL_BYTES = 32;
    private static final byte[] CNAME = "moim".getBytes(StandardCharsets.US_ASCII);

    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] buffer = new byte[MAX_BYTES + TAIL_BYTES];
    private Output output = (bytes, offset, length) -> {};

    /// Takes a finished compound; 32 bytes behind it are free.
    @FunctionalInterface
    public interface Output {
        void send(byte[] bytes, int offset, int length);
    }

    /// Starts on another peer.
    public void begin(Output peer) {
        output = peer;
        writer.begin(buffer, 0, MAX_BYTES);
    }

    /// Passes on what is left.
    public void end() {
        if (writer.length() > 0) {
            output.send(buffer, 0, writer.length());
            writer.begin(buffer, 0, MAX_BYTES);
        }
    }

    public void senderReport(int ssrc, long ntpTime, int rtpTimestamp, long packetCount, long octetCount) {
        if (!writer.senderReport(ssrc, ntpTime, rtpTimestamp, packetCount, octetCount)) {
            end();
            writer.senderReport(ssrc, ntpTime, rtpTimestamp, packetCount, octetCount);
        }
    }

    /// Starts a receiver report; [#reportBlock] adds to it.
    public void receiverReport() {
        if (!writer.receiverReport(FEEDBACK_SSRC)) {
            end();
            writer.receiverReport(FEEDBACK_SSRC);
        }
    }

    public void reportBlock(ReportBlock block) {
        if (!write(block)) {
            end();
            writer.receiverReport(FEEDBACK_SSRC);
            write(block);
        }
    }

    /// Says who speaks; once in each regular report.
    public void description() {
        ensureReport();
        if (!writer.cname(FEEDBACK_SSRC, CNAME)) {
            end();
            ensureReport();
            writer.cname(FEEDBACK_SSRC, CNAME);
        }
    }

    public void pictureLossIndication(int mediaSsrc) {
        ensureReport();
        if (!writer.pictureLossIndication(FEEDBACK_SSRC, mediaSsrc)) {
            end();
            ensureReport();
            writer.pictureLossIndication(FEEDBACK_SSRC, mediaSsrc);
        }
    }

    /// @param lost at most 256 numbers; its first `count` are asked for, and lost by this call
    public void genericNack(int mediaSsrc, int[] lost, int count) {
        ensureReport();
        int written = writer.genericNack(FEEDBACK_SSRC, mediaSsrc, lost, count);
        if (written < count) {
            end();
            ensureReport();
            System.arraycopy(lost, written, lost, 0, count - written);
            writer.genericNack(FEEDBACK_SSRC, mediaSsrc, lost, count - written);
        }
    }

    /// See [RtcpWriter#transportFeedback].
    public int transportFeedback(
            int mediaSsrc, int baseSequenceNumber, int feedbackCount, long[] arrivals, int from, int count) {
        ensureReport();
        int written = writer.transportFeedback(
                FEEDBACK_SSRC, mediaSsrc, baseSequenceNumber, feedbackCount, arrivals, from, count);
        if (written == 0) {
            // No room, or nothing to tell: an empty compound has room.
            end();
            ensureReport();
            written = writer.transportFeedback(
                    FEEDBACK_SSRC, mediaSsrc, baseSequenceNumber, feedbackCount, arrivals, from, count);
        }
        if (written < count) {
            end();
            ensureReport();
        }
        return written;
    }

    private void ensureReport() {
        if (writer.length() == 0) {
            writer.receiverReport(FEEDBACK_SSRC);
        }
    }

    private boolean write(ReportBlock block) {
        return writer.reportBlock(
                block.ssrc(),
                block.fractionLost(),
                block.cumulativeLost(),
                block.highestSequenceNumber(),
                block.jitter(),
                block.lastSenderReport(),
                block.delaySinceLastSenderReport());
    }
}
