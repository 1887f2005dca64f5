package dev.moim.media.record;

import dev.moim.media.CodecParameters;
import dev.moim.media.MediaKind;
import dev.moim.media.codec.FrameInspector;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.SequenceNumber;
import dev.moim.media.track.PacketCache;
import dev.moim.media.track.PacketInfo;
import dev.moim.media.track.PacketSink;
import dev.moim.media.track.SourceTrack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream whose packets the test hands out.
final class FakeTrack implements SourceTrack {
    final List<PacketSink> sinks = new ArrayList<>();
    final List<Long> keyFrameRequests = new ArrayList<>();
    CodecParameters codec;
    long reportedNanos;
    int reportedTimestamp;
    private final PacketInfo info;
    private final RtpView view = new RtpView();
    private FrameInspector inspector;
    private long highest = 1 << 16;
    private boolean started;
    int orientation = -1;

    FakeTrack(String name) {
        codec = parameters(name);
        inspector = FrameInspector.of(name);
        info = new PacketInfo(this, codec);
    }

    static CodecParameters parameters(String name) {
        boolean audio = name.equals("OPUS") || name.equals("RED");
        return new CodecParameters(
                audio ? MediaKind.AUDIO : MediaKind.VIDEO, name, 96, -1, audio ? 48_000 : 90_000, "", true);
    }

    void changeCodec(String name) {
        codec = parameters(name);
        inspector = FrameInspector.of(name);
    }

    void onPacket(byte[] packet, long nowNanos) {
        byte[] copy = packet.clone();
        if (!view.wrap(copy, 0, copy.length)) {
            throw new IllegalArgumentException("no RTP");
        }
        view.stripPadding();
        long number = started ? SequenceNumber.extend(view.sequenceNumber(), highest) : highest + view.sequenceNumber();
        started = true;
        highest = Math.max(highest, number);
        info.codec = codec;
        info.extendedSequenceNumber = number;
        info.padding = !inspector.inspect(view, info.frame);
        info.videoOrientation = orientation;
        for (var sink : List.copyOf(sinks)) {
            sink.onPacket(view, info, nowNanos);
        }
        // What a sink kept must be a copy.
        java.util.Arrays.fill(copy, (byte) 0xEE);
    }

    @Override
    public void subscribe(PacketSink sink) {
        sinks.add(sink);
    }

    @Override
    public void unsubscribe(PacketSink sink) {
        sinks.remove(sink);
    }

    @Override
    public PacketCache cache() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable PacketInfo describe(RtpView cached, long extendedSequenceNumber) {
        return null;
    }

    @Override
    public long recentKeyFrame(long nowNanos) {
        return NONE;
    }

    @Override
    public long highestSequenceNumber() {
        return highest;
    }

    @Override
    public void requestKeyFrame(long nowNanos) {
        keyFrameRequests.add(nowNanos);
    }

    @Override
    public int clockRate() {
        return codec.clockRate();
    }

    @Override
    public long reportedNanos() {
        return reportedNanos;
    }

    @Override
    public int reportedTimestamp() {
        return reportedTimestamp;
    }
}
