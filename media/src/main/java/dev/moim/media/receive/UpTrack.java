package dev.moim.media.receive;

import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.MediaKind;
import dev.moim.media.codec.FrameInspector;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import dev.moim.media.track.ExtensionIds;
import dev.moim.media.track.PacketCache;
import dev.moim.media.track.PacketInfo;
import dev.moim.media.track.PacketSink;
import dev.moim.media.track.SourceTrack;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One incoming media stream, that is one SSRC: a microphone, or one simulcast layer of a camera. Repairs loss, keeps
/// the packets, hands each to its sinks once. One thread.
public final class UpTrack implements SourceTrack {
    /// 2.5 s of Opus.
    private static final int AUDIO_CACHE_PACKETS = 128;

    /// 2 s at 2.5 Mbit/s, at most 0.75 MB.
    private static final int VIDEO_CACHE_PACKETS = 512;

    /// How old a key frame may be that a newcomer starts from. What came since is sent in one burst, and a receiver
    /// takes the burst's length for jitter: so not long.
    private static final long RECENT_NANOS = 250_000_000;

    /// The mandatory fields of the dependency descriptor.
    private static final int DESCRIPTOR_MIN_BYTES = 3;

    private static final PacketSink NOBODY = (packet, info, nowNanos) -> {};

    final ArrivalWindow window = new ArrivalWindow();
    final ReceptionStatistics statistics = new ReceptionStatistics();
    private final Publisher publisher;
    private final Source source;
    private final int ssrc;
    private final MediaKind media;
    private final PacketCache cache;
    private final NackGenerator nacks = new NackGenerator();
    private final KeyFrameRequests keyFrames = new KeyFrameRequests();
    private final PacketInfo info;
    private final PacketInfo cachedInfo;
    private PacketSink[] sinks = new PacketSink[4];
    private int sinkCount;
    private CodecParameters codec;
    private long lastPacketNanos;
    private long keyFrameNumber = NONE;
    private int keyFrameTimestamp;
    private long keyFrameNanos;
    private long reportedNtp;
    private int reportedTimestamp;

    UpTrack(Publisher publisher, Source source, int ssrc, CodecParameters codec, long nowNanos) {
        this.publisher = publisher;
        this.source = source;
        this.ssrc = ssrc;
        this.codec = codec;
        lastPacketNanos = nowNanos;
        media = codec.media();
        cache = new PacketCache(cachePackets(media));
        info = new PacketInfo(this, codec);
        cachedInfo = new PacketInfo(this, codec);
    }

    private static int cachePackets(MediaKind media) {
        return media == MediaKind.AUDIO ? AUDIO_CACHE_PACKETS : VIDEO_CACHE_PACKETS;
    }

    /// The most that the packets of such a stream ever take.
    static int bufferBytes(MediaKind media) {
        return cachePackets(media) * PacketCache.MAX_PACKET_BYTES;
    }

    int bufferBytes() {
        return bufferBytes(media);
    }

    public Source source() {
        return source;
    }

    /// What the stream was last coded with.
    public CodecParameters codec() {
        return codec;
    }

    int ssrc() {
        return ssrc;
    }

    long lastPacketNanos() {
        return lastPacketNanos;
    }

    /// @return why the packet was not used, or null
    @Nullable
    DropReason onPacket(
            RtpView packet, CodecParameters packetCodec, FrameInspector inspector, boolean repaired, long nowNanos) {
        long number = window.extend(packet.sequenceNumber());
        if (!window.add(number)) {
            return repaired ? DropReason.STALE_RETRANSMISSION : DropReason.DUPLICATE;
        }
        if (sinkCount == 0) {
            nacks.onUnwatched(number);
        } else if (!nacks.onPacket(number, nowNanos)) {
            requestKeyFrame(nowNanos);
        }
        if (!repaired) {
            statistics.onPacket(number, packet.timestamp(), packetCodec.clockRate(), nowNanos);
        }
        lastPacketNanos = nowNanos;
        fill(info, packet, packetCodec, inspector, number);
        if (!info.padding) {
            cache.put(packet, number);
            if (info.frame.keyFrame) {
                keyFrames.onKeyFrame();
                onKeyFrame(packet.timestamp(), number, nowNanos);
            }
            if (!packetCodec.equals(codec)) {
                codec = packetCodec;
                publisher.onCodecChange(this);
            }
        }
        for (int i = 0; i < sinkCount; i++) {
            sinks[i].onPacket(packet, info, nowNanos);
        }
        return null;
    }

    /// A key frame's packets may come in any order; the first one in number begins it.
    private void onKeyFrame(int timestamp, long number, long nowNanos) {
        boolean continued = keyFrameNumber != NONE && timestamp == keyFrameTimestamp;
        if (continued) {
            keyFrameNumber = info.frame.startOfFrame ? number : keyFrameNumber;
        } else if (info.frame.startOfFrame && (keyFrameNumber == NONE || number > keyFrameNumber)) {
            keyFrameNumber = number;
            keyFrameTimestamp = timestamp;
            keyFrameNanos = nowNanos;
        }
    }

    private void fill(
            PacketInfo out, RtpView packet, CodecParameters packetCodec, FrameInspector inspector, long number) {
        out.codec = packetCodec;
        out.extendedSequenceNumber = number;
        // What cannot be read is treated as padding: no decoder could use it either.
        out.padding = !inspector.inspect(packet, out.frame);
        ExtensionIds ids = publisher.extensions();
        if (media == MediaKind.AUDIO) {
            out.audioLevel = element(packet, ids.audioLevel());
            return;
        }
        out.videoOrientation = element(packet, ids.videoOrientation());
        out.descriptorOffset = ExtensionIds.find(packet, ids.dependencyDescriptor(), DESCRIPTOR_MIN_BYTES);
        if (out.descriptorOffset >= 0) {
            out.descriptorLength = packet.extensionDataLength(ids.dependencyDescriptor());
        }
    }

    private static int element(RtpView packet, int id) {
        int offset = ExtensionIds.find(packet, id, 1);
        return offset < 0 ? -1 : packet.buffer()[offset] & 0xFF;
    }

    void onSenderReport(SenderReport report, long nowNanos) {
        reportedNtp = report.ntpTime();
        reportedTimestamp = report.rtpTimestamp();
        statistics.onSenderReport(report.ntpTime(), nowNanos);
    }

    /// Writes the requests that are due.
    void poll(CompoundWriter out, int[] scratch, long roundTripNanos, long nowNanos) {
        if (Deadline.isDue(nacks.deadlineNanos(), nowNanos)) {
            if (nacks.giveUp(roundTripNanos, nowNanos) > 0 && sinkCount > 0) {
                requestKeyFrame(nowNanos);
            }
            int count = nacks.poll(scratch, roundTripNanos, nowNanos);
            // The register goes on without the agreement too: what is lost for good needs a key frame.
            if (count > 0 && codec.nack()) {
                out.genericNack(ssrc, scratch, count);
            }
        }
        if (keyFrames.poll(roundTripNanos, nowNanos)) {
            out.pictureLossIndication(ssrc);
            publisher.counters().keyFrameRequested();
        }
    }

    long deadlineNanos(long roundTripNanos, long nowNanos) {
        return Deadline.earlier(nacks.deadlineNanos(), keyFrames.deadlineNanos(roundTripNanos, nowNanos));
    }

    @Override
    public void subscribe(PacketSink sink) {
        if (sinkCount == sinks.length) {
            sinks = Arrays.copyOf(sinks, 2 * sinkCount);
        }
        sinks[sinkCount++] = sink;
    }

    @Override
    public void unsubscribe(PacketSink sink) {
        for (int i = 0; i < sinkCount; i++) {
            if (sinks[i].equals(sink)) {
                sinkCount--;
                System.arraycopy(sinks, i + 1, sinks, i, sinkCount - i);
                // Or the last one to leave, with all that it holds, would stay for as long as the stream does.
                sinks[sinkCount] = NOBODY;
                return;
            }
        }
    }

    @Override
    public PacketCache cache() {
        return cache;
    }

    @Override
    public @Nullable PacketInfo describe(RtpView cached, long extendedSequenceNumber) {
        CodecParameters cachedCodec = publisher.types().codec(cached.payloadType());
        FrameInspector inspector = publisher.types().inspector(cached.payloadType());
        if (cachedCodec == null || inspector == null) {
            return null;
        }
        fill(cachedInfo, cached, cachedCodec, inspector, extendedSequenceNumber);
        return cachedInfo;
    }

    @Override
    public long highestSequenceNumber() {
        return window.highest();
    }

    @Override
    public long recentKeyFrame(long nowNanos) {
        boolean recent = media == MediaKind.VIDEO
                && keyFrameNumber != NONE
                && nowNanos - keyFrameNanos <= RECENT_NANOS
                && window.highest() - keyFrameNumber < VIDEO_CACHE_PACKETS;
        return recent ? keyFrameNumber : NONE;
    }

    @Override
    public void requestKeyFrame(long nowNanos) {
        if (media == MediaKind.VIDEO) {
            keyFrames.onRequest();
            publisher.onFeedbackDue();
        }
    }

    @Override
    public int clockRate() {
        return codec.clockRate();
    }

    @Override
    public long reportedNanos() {
        return reportedNtp == 0 ? 0 : publisher.clock().toLocalNanos(reportedNtp);
    }

    @Override
    public int reportedTimestamp() {
        return reportedTimestamp;
    }
}
