package dev.moim.media.router;

import dev.moim.media.rtcp.FullIntraRequest;
import dev.moim.media.rtcp.GenericNack;
import dev.moim.media.rtcp.PictureLossIndication;
import dev.moim.media.rtcp.ReceiverReport;
import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.send.DownTrack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands a peer's RTCP to its publisher (sender reports) and to its slots (everything else). One thread.
final class RtcpInput implements RtcpHandler {
    private @Nullable RouterPeer peer;
    private long nowNanos;

    /// What is handed over next comes from this peer.
    void begin(RouterPeer sender, long now) {
        peer = sender;
        nowNanos = now;
    }

    @Override
    public void onSenderReport(SenderReport report) {
        if (peer != null) {
            peer.publisher.onSenderReport(report, nowNanos);
        }
        onBlocks(report.reports());
    }

    @Override
    public void onReceiverReport(ReceiverReport report) {
        onBlocks(report.reports());
    }

    @Override
    public void onGenericNack(GenericNack nack) {
        DownTrack track = slot(nack.mediaSsrc());
        if (track != null) {
            for (int sequenceNumber : nack.lost()) {
                track.onNack(sequenceNumber, nowNanos);
            }
        }
    }

    @Override
    public void onPictureLossIndication(PictureLossIndication indication) {
        onKeyFrameRequest(indication.mediaSsrc());
    }

    @Override
    public void onFullIntraRequest(FullIntraRequest request) {
        onKeyFrameRequest(request.mediaSsrc());
    }

    private void onKeyFrameRequest(int ssrc) {
        DownTrack track = slot(ssrc);
        if (track != null) {
            track.onKeyFrameRequest(nowNanos);
        }
    }

    private void onBlocks(List<ReportBlock> blocks) {
        for (var block : blocks) {
            if (peer != null && slot(block.ssrc()) != null && peer.subscriber.onReport(block, nowNanos)) {
                peer.publisher.onRoundTrip(peer.subscriber.roundTripNanos());
            }
        }
    }

    private @Nullable DownTrack slot(int ssrc) {
        return peer == null || !peer.connected ? null : peer.slots.ofSsrc(ssrc);
    }
}
