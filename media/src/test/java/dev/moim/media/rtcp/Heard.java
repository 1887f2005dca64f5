package dev.moim.media.rtcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/// Keeps what a reader hands over, in order; arrays become lists, and a feedback becomes its numbers.
final class Heard implements RtcpHandler {
    record Nack(int senderSsrc, int mediaSsrc, List<Integer> lost) {}

    record Estimate(int senderSsrc, long bitsPerSecond, List<Integer> mediaSsrcs) {}

    /// @param ticks null for a packet that did not arrive
    record Feedback(
            int senderSsrc,
            int mediaSsrc,
            int baseSequenceNumber,
            int referenceTime,
            int feedbackCount,
            List<Integer> ticks) {}

    final List<Object> packets = new ArrayList<>();

    /// Of each transport feedback.
    final List<Integer> entries = new ArrayList<>();

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    /// Reads from the middle of an array, so that no reader may rely on offset 0.
    boolean read(String hex) {
        byte[] packet = bytes("ffffff" + hex);
        return new RtcpReader().read(packet, 3, packet.length - 3, this);
    }

    @Override
    public void onSenderReport(SenderReport report) {
        packets.add(report);
    }

    @Override
    public void onReceiverReport(ReceiverReport report) {
        packets.add(report);
    }

    @Override
    public void onSourceDescription(SourceDescription description) {
        packets.add(description);
    }

    @Override
    public void onBye(Bye bye) {
        packets.add(bye);
    }

    @Override
    public void onGenericNack(GenericNack nack) {
        packets.add(new Nack(nack.senderSsrc(), nack.mediaSsrc(), list(nack.lost())));
    }

    @Override
    public void onPictureLossIndication(PictureLossIndication indication) {
        packets.add(indication);
    }

    @Override
    public void onFullIntraRequest(FullIntraRequest request) {
        packets.add(request);
    }

    @Override
    public void onTransportFeedback(TransportFeedback feedback) {
        entries.add(feedback.receivedCount());
        var ticks = new ArrayList<Integer>(Collections.nCopies(feedback.packetCount(), null));
        for (int i = 0; i < feedback.receivedCount(); i++) {
            ticks.set(feedback.index(i), feedback.arrivalTicks(i));
        }
        packets.add(new Feedback(
                feedback.senderSsrc(),
                feedback.mediaSsrc(),
                feedback.baseSequenceNumber(),
                feedback.referenceTime(),
                feedback.feedbackCount(),
                ticks));
    }

    @Override
    public void onReceiverEstimatedMaxBitrate(ReceiverEstimatedMaxBitrate estimate) {
        packets.add(new Estimate(estimate.senderSsrc(), estimate.bitsPerSecond(), list(estimate.mediaSsrcs())));
    }

    private static List<Integer> list(int[] numbers) {
        return java.util.Arrays.stream(numbers).boxed().toList();
    }
}
