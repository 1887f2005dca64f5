package dev.moim.media.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CodecParameters;
import dev.moim.media.MediaKind;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.congestion.PacketPool;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.RtpWriter;
import dev.moim.media.track.ExtensionIds;
import dev.moim.media.track.PacketCache;
import dev.moim.media.track.PacketInfo;
import dev.moim.media.track.PacketSink;
import dev.moim.media.track.SourceTrack;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacketRewriterTest {
    private static final CodecParameters AV1 = new CodecParameters(MediaKind.VIDEO, "AV1", 45, 46, 90_000, "", true);
    private static final int PUBLISHERS_DESCRIPTOR = 8;

    private final OutgoingPacket out = Objects.requireNonNull(new PacketPool(1).take());
    private final SourceTrack track = new NoTrack();

    /// A packet with a dependency descriptor of so many bytes, frame number 0xFFFE.
    private byte[] packet(int descriptorBytes, PacketInfo info, RtpView view) {
        byte[] descriptor = new byte[descriptorBytes];
        descriptor[0] = (byte) 0x81;
        descriptor[1] = (byte) 0xFF;
        descriptor[2] = (byte) 0xFE;
        descriptor[descriptorBytes - 1] = 77;
        byte[] bytes = new byte[600];
        RtpWriter writer = new RtpWriter();
        int position = writer.writeHeader(bytes, 0, true, 45, 9, 1000, 5);
        writer.add(PUBLISHERS_DESCRIPTOR, descriptor, 0, descriptor.length);
        writer.addByte(13, 3);
        position = writer.writeExtensions(bytes, position);
        bytes[position] = 42;
        assertThat(view.wrap(bytes, 0, position + 1)).isTrue();
        info.descriptorOffset = view.extensionDataOffset(PUBLISHERS_DESCRIPTOR);
        info.descriptorLength = descriptorBytes;
        info.videoOrientation = 3;
        return bytes;
    }

    private void check(int descriptorBytes) {
        var info = new PacketInfo(track, AV1);
        RtpView view = new RtpView();
        packet(descriptorBytes, info, view);
        var mapping = new Mapping(track, AV1, AV1, 500, 0, 0, 5, false, false);
        var ids = new ExtensionIds(4, 0, 0, 0, 3, 12, 11);

        boolean written = new PacketRewriter(ids, new byte[] {'v', '7'})
                .write(view, info, mapping, 99, 100, 70_000, PacketRewriter.NO_ORIGINAL, out);

        assertThat(written).isTrue();
        RtpView result = new RtpView();
        assertThat(result.wrap(out.bytes, 0, out.length)).isTrue();
        assertThat(result.ssrc()).isEqualTo(99);
        assertThat(result.payloadType()).isEqualTo(100);
        assertThat(result.sequenceNumber()).isEqualTo(70_000 & 0xFFFF);
        assertThat(result.timestamp()).isEqualTo(1500);
        assertThat(result.marker()).isTrue();
        assertThat(result.payloadLength()).isEqualTo(1);
        assertThat(out.bytes[result.payloadOffset()]).isEqualTo((byte) 42);
        assertThat(out.bytes[result.extensionDataOffset(4) + 1]).isEqualTo((byte) '7');
        assertThat(result.extensionDataOffset(3)).isEqualTo(out.transportSequencePosition);
        assertThat(out.bytes[result.extensionDataOffset(12)]).isEqualTo((byte) 3);
        int descriptor = result.extensionDataOffset(11);
        assertThat(result.extensionDataLength(11)).isEqualTo(descriptorBytes);
        assertThat(out.bytes[descriptor]).isEqualTo((byte) 0x81);
        assertThat(out.bytes[descriptor + 1]).isZero();
        assertThat(out.bytes[descriptor + 2]).as("frame number wraps").isEqualTo((byte) 3);
    }

    @Test
    void descriptorOfAnOrdinaryFrame() {
        check(4);
    }

    @Test
    void descriptorOfAKeyFrameNeedsTheLongForm() {
        check(60);
    }

    @Test
    void withoutExtensionsThereIsNoBlock() {
        var info = new PacketInfo(track, AV1);
        RtpView view = new RtpView();
        packet(4, info, view);
        var mapping = new Mapping(track, AV1, AV1, 0, 0, 0, 0, false, false);
        new PacketRewriter(new ExtensionIds(0, 0, 0, 0, 0, 0, 0), new byte[] {'v'})
                .write(view, info, mapping, 99, 100, 1, 0x1234, out);
        assertThat(out.length).isEqualTo(12 + 2 + 1);
        assertThat(out.bytes[0]).isEqualTo((byte) 0x80);
        assertThat(out.bytes[12]).isEqualTo((byte) 0x12);
        assertThat(out.transportSequencePosition).isEqualTo(-1);
    }

    /// Is only named, never asked.
    private static final class NoTrack implements SourceTrack {
        @Override
        public void subscribe(PacketSink sink) {}

        @Override
        public void unsubscribe(PacketSink sink) {}

        @Override
        public PacketCache cache() {
            return new PacketCache(64);
        }

        @Override
        public @Nullable PacketInfo describe(RtpView cached, long extendedSequenceNumber) {
            return null;
        }

        @Override
        public long highestSequenceNumber() {
            return 0;
        }

        @Override
        public long recentKeyFrame(long nowNanos) {
            return NONE;
        }

        @Override
        public void requestKeyFrame(long nowNanos) {}

        @Override
        public int clockRate() {
            return 90_000;
        }

        @Override
        public long reportedNanos() {
            return 0;
        }

        @Override
        public int reportedTimestamp() {
            return 0;
        }
    }
}
