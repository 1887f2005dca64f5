package dev.moim.media.record;

import dev.moim.media.codec.RedPayload;
import org.jspecify.annotations.Nullable;

/// Makes frames of one stream's packets: in order, whole, decodable, and with the moment of their capture. One thread.
final class StreamAssembler implements ReorderBuffer.Output {
    private final int stream;
    private final Output output;
    private final ReorderBuffer reorder;
    private final Frame sound = new Frame();
    private @Nullable RecordedCodec codec;
    private @Nullable Depacketizer depacketizer;
    private StreamClock clock = new StreamClock(1);
    private int clockRate;
    private boolean awaitingKey = true;
    private int rotation;
    /// Of the packet that is being taken.
    private long arrivalNanos;

    /// Takes what the stream brings.
    interface Output {
        /// The frame is valid during the call only.
        void onFrame(StreamAssembler from, RecordedCodec codec, Frame frame, long momentNanos);

        /// Something is missing, and a picture cannot be shown before the next key frame.
        ///
        /// @param packets that are lost, 0 when one was of no use
        void onBroken(StreamAssembler from, long packets);

        /// All moments so far were too early by this much.
        void onShift(StreamAssembler from, long nanos);
    }

    StreamAssembler(int stream, PacketPool pool, Output output) {
        this.stream = stream;
        this.output = output;
        reorder = new ReorderBuffer(pool, this);
    }

    int stream() {
        return stream;
    }

    boolean isAwaitingKey() {
        return awaitingKey && depacketizer != null;
    }

    /// By how much the moments are too early while no sender report has come.
    long unreportedError() {
        return clock.unreportedError();
    }

    void onItem(QueuedItem packet) {
        reorder.onPacket(packet);
    }

    void poll(long nowNanos) {
        reorder.poll(nowNanos);
    }

    /// Hands out what is here, and takes the next packet as if it were the first.
    void restart() {
        reorder.restart();
        awaitKey();
    }

    /// Hands out no picture before the next key frame.
    void awaitKey() {
        awaitingKey = true;
        if (depacketizer != null) {
            depacketizer.onLoss();
        }
    }

    @Override
    public void onLoss(long packets) {
        awaitKey();
        output.onBroken(this, packets);
    }

    @Override
    public void onPacket(QueuedItem packet) {
        if (packet.padding || packet.length == 0) {
            return;
        }
        RecordedCodec packetCodec = RecordedCodec.of(packet.codec);
        if (packetCodec != codec) {
            codec = packetCodec;
            depacketizer = packetCodec.isAudio() ? null : Depacketizer.of(packetCodec);
            awaitingKey = true;
        }
        if (packet.clockRate != clockRate) {
            clockRate = packet.clockRate;
            clock = new StreamClock(clockRate);
        }
        arrivalNanos = packet.arrivalNanos;
        clock.onPacket(packet.timestamp, arrivalNanos);
        long shift = clock.onReport(packet.reportedNanos, packet.reportedTimestamp);
        if (shift != 0) {
            output.onShift(this, shift);
        }
        if (depacketizer == null) {
            onSound(packet);
        } else {
            onPicturePacket(depacketizer, packet);
        }
    }

    private void onSound(QueuedItem packet) {
        int start = packet.offset;
        if (packet.redundant) {
            start = RedPayload.primaryOffset(packet.bytes, packet.offset, packet.length);
            if (start < 0) {
                return;
            }
        }
        sound.timestamp = packet.timestamp;
        sound.key = true;
        sound.bytes = packet.bytes;
        sound.offset = start;
        sound.length = packet.offset + packet.length - start;
        sound.durationNanos = OpusPacket.durationNanos(sound.bytes, start, sound.length);
        emit(sound);
    }

    private void onPicturePacket(Depacketizer pictures, QueuedItem packet) {
        if (packet.rotation >= 0) {
            rotation = packet.rotation;
        }
        boolean whole = pictures.onPacket(
                packet.bytes, packet.offset, packet.length, packet.timestamp, packet.marker, this::onPicture);
        if (!whole && !awaitingKey) {
            awaitKey();
            output.onBroken(this, 0);
        }
    }

    private void onPicture(Frame picture) {
        if (awaitingKey && !picture.key) {
            return;
        }
        awaitingKey = false;
        picture.rotation = rotation;
        emit(picture);
    }

    private void emit(Frame frame) {
        if (codec != null) {
            frame.arrivalNanos = arrivalNanos;
            output.onFrame(this, codec, frame, clock.momentOf(frame.timestamp));
        }
    }
}
