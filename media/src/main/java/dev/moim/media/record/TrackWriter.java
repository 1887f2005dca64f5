package dev.moim.media.record;

import dev.moim.media.CodecParameters;
import dev.moim.media.SourceId;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.PacketInfo;
import dev.moim.media.track.PacketSink;
import dev.moim.media.track.SourceTrack;
import org.jspecify.annotations.Nullable;

/// Takes one source's packets for its recording: a copy into a queue, and no more. Never waits; what finds the queue
/// full is counted and becomes a gap. All calls on the loop that owns the room.
public final class TrackWriter implements PacketSink {
    private final SourceId source;
    private final int index;
    private final Intake intake;
    private final PacketQueue queue;
    private final QueuedItem item;
    private @Nullable SourceTrack followed;
    /// The layer before, which is taken until the followed one has had its first key frame.
    private @Nullable SourceTrack outgoing;

    private int stream;
    private int dropped;
    private boolean enabled = true;
    private boolean ended;
    /// What could not be told because the queue was full even for that.
    private byte untold = QueuedItem.PACKET;

    private @Nullable CodecParameters codec;
    private @Nullable RecordedCodec recorded;

    // Set by the writer's thread, taken up with the next packet.
    private volatile boolean keyFrameWanted;
    private volatile int settledStream;

    TrackWriter(SourceId source, int index, Intake intake) {
        this.source = source;
        this.index = index;
        this.intake = intake;
        queue = intake.packets;
        item = intake.item;
    }

    public SourceId source() {
        return source;
    }

    /// Records this stream of the source from its next key frame on, and the one before until then. Subscribes and
    /// unsubscribes itself; must not be called while a packet of the source is handed out. Following the same
    /// stream again does nothing.
    public void follow(SourceTrack track, long nowNanos) {
        if (ended || track.equals(followed)) {
            return;
        }
        leaveOutgoing();
        outgoing = followed;
        followed = track;
        stream++;
        track.subscribe(this);
        if (enabled) {
            track.requestKeyFrame(nowNanos);
        }
    }

    /// Nothing of a disabled source is recorded, whatever it sends: the person believes to be unseen and unheard.
    /// Sources start enabled here.
    public void setEnabled(boolean enabled, long nowNanos) {
        if (ended || this.enabled == enabled) {
            return;
        }
        this.enabled = enabled;
        if (!enabled) {
            tell(QueuedItem.DISABLED, nowNanos);
        } else if (followed != null) {
            followed.requestKeyFrame(nowNanos);
        }
    }

    /// The source is gone: takes no more packets, and its file is closed. Must not be called while a packet of the
    /// source is handed out.
    public void end(long nowNanos) {
        if (ended) {
            return;
        }
        ended = true;
        leaveOutgoing();
        if (followed != null) {
            followed.unsubscribe(this);
            followed = null;
        }
        tell(QueuedItem.ENDED, nowNanos);
    }

    @Override
    public void onPacket(RtpView packet, PacketInfo info, long nowNanos) {
        if (!enabled || ended || intake.isClosing()) {
            return;
        }
        SourceTrack track = info.track;
        boolean current = track.equals(followed);
        if (!current && !track.equals(outgoing)) {
            return;
        }
        if (current) {
            if (outgoing != null && settledStream == stream) {
                leaveOutgoing();
            }
            if (keyFrameWanted) {
                keyFrameWanted = false;
                track.requestKeyFrame(nowNanos);
            }
        }
        if (!info.codec.equals(codec)) {
            codec = info.codec;
            recorded = RecordedCodec.of(info.codec.name());
        }
        if (recorded == null) {
            return;
        }
        fill(packet, info, nowNanos);
        item.stream = current ? stream : stream - 1;
        item.codec = recorded.code();
        offer(nowNanos);
    }

    private void fill(RtpView packet, PacketInfo info, long nowNanos) {
        SourceTrack track = info.track;
        item.kind = QueuedItem.PACKET;
        item.track = index;
        item.redundant = info.codec.name().equals("RED");
        item.marker = packet.marker();
        item.padding = info.padding;
        // 3GPP TS 26.114 section 7.4.5: the low two bits are quarter turns.
        item.rotation = info.videoOrientation < 0 ? -1 : 90 * (info.videoOrientation & 3);
        item.timestamp = packet.timestamp();
        item.clockRate = info.codec.clockRate();
        item.sequenceNumber = info.extendedSequenceNumber;
        item.arrivalNanos = nowNanos;
        item.reportedNanos = track.reportedNanos();
        item.reportedTimestamp = track.reportedTimestamp();
        item.bytes = packet.buffer();
        item.offset = packet.payloadOffset();
        item.length = info.padding ? 0 : packet.payloadLength();
    }

    private void offer(long nowNanos) {
        item.dropped = dropped;
        if (untold == QueuedItem.PACKET && queue.offer(item)) {
            dropped = 0;
            return;
        }
        dropped++;
        intake.onOverflow();
        if (untold != QueuedItem.PACKET) {
            tell(untold, nowNanos);
        }
    }

    private void tell(byte kind, long nowNanos) {
        item.kind = kind;
        item.track = index;
        item.stream = stream;
        item.dropped = dropped;
        item.arrivalNanos = nowNanos;
        item.length = 0;
        untold = queue.offerControl(item) ? QueuedItem.PACKET : kind;
        if (untold == QueuedItem.PACKET) {
            dropped = 0;
        }
    }

    private void leaveOutgoing() {
        if (outgoing != null) {
            outgoing.unsubscribe(this);
            outgoing = null;
        }
    }

    /// There is no room for the track: it records nothing.
    void refuse() {
        ended = true;
    }

    /// The writer's thread needs a key frame.
    void wantKeyFrame() {
        keyFrameWanted = true;
    }

    /// The writer's thread records this stream now and needs none before.
    void onSettled(int settled) {
        settledStream = settled;
    }
}
