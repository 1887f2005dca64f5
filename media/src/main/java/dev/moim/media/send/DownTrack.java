package dev.moim.media.send;

import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.MediaKind;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.RtpWriter;
import dev.moim.media.rtp.SequenceNumber;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.PacketCache;
import dev.moim.media.track.PacketInfo;
import dev.moim.media.track.PacketSink;
import dev.moim.media.track.SourceTrack;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One receive slot of a subscriber: an endless stream with its own SSRC, sequence numbers, timestamps and picture
/// ids, whichever source is in it. A new video source begins with its key frame; until then the old one goes on. One
/// thread.
///
/// A number of its stream, or of its retransmissions' stream, is given to one content only, as SRTP needs it (RFC 3711
/// section 9.1): numbers only grow as long as the SSRC is in use, whatever source, layer or codec is in the slot, and
/// what is sent again under its own number is the packet as it left, down to its transport-wide sequence number.
public final class DownTrack implements PacketSink {
    private static final int AUDIO_SENT_PACKETS = 128;
    private static final int VIDEO_SENT_PACKETS = 512;

    /// The least step of the clock from one source to the next, as a divisor of the clock rate: 20 ms of audio, a
    /// picture at 30 a second.
    private static final int AUDIO_STEPS = 50;

    private static final int VIDEO_STEPS = 30;

    private static final int SEQUENCE_NUMBER_POSITION = 2;

    private ReceiveSlot slot;
    private final Subscriber subscriber;
    private final byte[] mid;
    private final SentPackets sent;
    private final SequenceMap sequence;
    private final PictureNumbers pictures = new PictureNumbers();
    private final SlotClock clock;
    private KeyFrameBudget keyFrames = new KeyFrameBudget();
    private PacketRewriter rewriter;
    private @Nullable SourceTrack current;
    private @Nullable SourceTrack pending;
    private @Nullable Mapping mapping;
    private long retransmissionSequence;

    /// Packets before this one had other header extensions.
    private long firstRepeatable;

    public DownTrack(ReceiveSlot slot, Subscriber subscriber) {
        this.slot = slot;
        this.subscriber = subscriber;
        mid = slot.mid().getBytes(StandardCharsets.UTF_8);
        rewriter = new PacketRewriter(subscriber.extensions(slot), mid);
        boolean audio = slot.media() == MediaKind.AUDIO;
        sent = new SentPackets(audio ? AUDIO_SENT_PACKETS : VIDEO_SENT_PACKETS);
        clock = new SlotClock(slot.ssrc(), audio ? AUDIO_STEPS : VIDEO_STEPS);
        // In the lower half, so that a lost first packet cannot be taken for a wrapped one by SRTP (RFC 3711 section
        // 3.3.1); spread by the SSRC, which is random.
        sequence = new SequenceMap(1 + (((slot.ssrc() * 0x9E3779B1) >>> 17) & 0x3FFF));
    }

    public ReceiveSlot slot() {
        return slot;
    }

    /// The subscriber's parameters changed.
    ///
    /// @param same the slot as it is now, of the same stream
    public void change(ReceiveSlot same) {
        slot = same;
        if (!subscriber.extensions(slot).equals(rewriter.ids())) {
            rewriter = new PacketRewriter(subscriber.extensions(slot), mid);
            firstRepeatable = sequence.lastOutput() + 1;
        }
        if (mapping != null && current != null) {
            mapping = mappingFor(current, mapping.sourceCodec(), mapping.timestampOffset());
        }
    }

    /// What packets come from now, or null while the slot is idle or waits for its first key frame.
    public @Nullable SourceTrack current() {
        return current;
    }

    /// Puts another stream into the slot. Audio goes over at once, video at a key frame, which is asked for.
    ///
    /// @param keepOld whether the old stream is shown until then
    public void select(SourceTrack track, boolean keepOld, long nowNanos) {
        boolean keep = keepOld && slot.media() == MediaKind.VIDEO;
        if (pending != null && !track.equals(pending)) {
            pending.unsubscribe(this);
            pending = null;
        }
        if (current != null && !track.equals(current) && !keep) {
            current.unsubscribe(this);
            current = null;
        }
        if (!track.equals(current) && !track.equals(pending)) {
            pending = track;
            track.subscribe(this);
            if (!startFromCache(track, nowNanos)) {
                track.requestKeyFrame(nowNanos);
            }
        }
    }

    /// A key frame that has just arrived spares the wait for another.
    private boolean startFromCache(SourceTrack track, long nowNanos) {
        long number = track.recentKeyFrame(nowNanos);
        RtpView first = subscriber.first;
        if (number == SourceTrack.NONE || !track.cache().get(number, first)) {
            return false;
        }
        PacketInfo info = track.describe(first, number);
        if (info == null || info.padding) {
            return false;
        }
        onPendingPacket(first, info, nowNanos);
        return track.equals(current);
    }

    /// Empties the slot. What was sent can still be asked for again.
    public void clear() {
        if (pending != null) {
            pending.unsubscribe(this);
            pending = null;
        }
        if (current != null) {
            current.unsubscribe(this);
            current = null;
        }
        mapping = null;
    }

    /// Lets go of the packets that an idle slot sent, so that a publisher who left takes no memory.
    public void release() {
        if (current == null && pending == null) {
            sent.clear();
        }
    }

    /// The timestamp of the first packet of the source that is in the slot now; without one, the least it can have.
    public int firstTimestamp() {
        return current == null ? clock.nextTimestamp() : clock.firstTimestamp();
    }

    @Override
    public void onPacket(RtpView packet, PacketInfo info, long nowNanos) {
        if (!info.track.equals(current)) {
            if (info.track.equals(pending) && !info.padding) {
                onPendingPacket(packet, info, nowNanos);
            }
            return;
        }
        forward(packet, info, nowNanos);
    }

    private void onPendingPacket(RtpView packet, PacketInfo info, long nowNanos) {
        boolean video = slot.media() == MediaKind.VIDEO;
        if (video && !(info.frame.keyFrame && info.frame.startOfFrame)) {
            subscriber.counters.drop(DropReason.WAITING_FOR_KEY_FRAME);
            return;
        }
        SourceTrack next = info.track;
        int timestampOffset = clock.start(packet.timestamp(), info.codec.clockRate(), nowNanos);
        pictures.start(info, packet.buffer());
        Mapping nextMapping = mappingFor(next, info.codec, timestampOffset);
        if (nextMapping == null) {
            subscriber.counters.drop(DropReason.CODEC_MISMATCH);
            return;
        }
        if (current != null) {
            current.unsubscribe(this);
        }
        current = next;
        pending = null;
        mapping = nextMapping;
        keyFrames = new KeyFrameBudget();
        subscriber.onSwitched();
        startAt(packet, info, nowNanos);
    }

    /// The key frame's first packet may be late itself: then those behind it are in the source's cache already.
    private void startAt(RtpView packet, PacketInfo info, long nowNanos) {
        SourceTrack track = info.track;
        RtpView cached = subscriber.cached;
        int timestamp = packet.timestamp();
        long own = info.extendedSequenceNumber;
        long first = own;
        if (slot.media() == MediaKind.VIDEO) {
            while (track.cache().get(first - 1, cached) && cached.timestamp() == timestamp) {
                first--;
            }
            if (info.codec.name().equals("H264") && !track.cache().get(first - 1, cached)) {
                // Perhaps the parameter sets, in a packet of their own that is still on its way.
                first--;
            }
        }
        sequence.start(first);
        for (long number = first; number <= track.highestSequenceNumber(); number++) {
            if (track.cache().get(number, cached)) {
                PacketInfo cachedInfo = track.describe(cached, number);
                if (cachedInfo != null) {
                    forward(cached, cachedInfo, nowNanos);
                }
            } else if (number == own) {
                // Too long for the cache.
                forward(packet, info, nowNanos);
            }
        }
    }

    private void forward(RtpView packet, PacketInfo info, long nowNanos) {
        Mapping applied = mapping;
        if (applied != null && !info.codec.equals(applied.sourceCodec())) {
            applied = mappingFor(info.track, info.codec, applied.timestampOffset());
            if (applied != null) {
                mapping = applied;
            }
        }
        boolean skipped = applied == null || info.padding;
        if (skipped && sequence.skip(info.extendedSequenceNumber)) {
            if (applied == null) {
                subscriber.counters.drop(DropReason.CODEC_MISMATCH);
            }
            return;
        }
        if (applied == null) {
            subscriber.counters.drop(DropReason.STALE_RETRANSMISSION);
            return;
        }
        OutgoingPacket out = subscriber.pool.take();
        if (out != null && !write(packet, info, applied, 0, out)) {
            subscriber.pool.give(out);
            subscriber.counters.drop(DropReason.RTP_MALFORMED);
            // Without a gap, for nothing will ever fill it.
            sequence.skip(info.extendedSequenceNumber);
            return;
        }
        long number = sequence.output(info.extendedSequenceNumber);
        if (number == SequenceMap.NONE) {
            subscriber.counters.drop(DropReason.STALE_RETRANSMISSION);
            if (out != null) {
                subscriber.pool.give(out);
            }
            return;
        }
        if (out == null) {
            subscriber.counters.drop(DropReason.SEND_QUEUE_FULL);
            sent.put(number, info.extendedSequenceNumber, applied, false);
            return;
        }
        RtpWriter.patchShort(out.bytes, SEQUENCE_NUMBER_POSITION, (int) number);
        out.number = number;
        out.departure = retransmissionType(applied) < 0 ? sent : null;
        pictures.onForwarded(info, packet.buffer());
        clock.onForwarded(packet.timestamp() + applied.timestampOffset(), rewriter.payloadLength(), nowNanos);
        boolean queued = subscriber.pacer.enqueue(out, slot.media());
        sent.put(number, info.extendedSequenceNumber, applied, queued);
        if (queued) {
            subscriber.counters.forwarded();
        } else {
            subscriber.counters.drop(DropReason.SEND_QUEUE_FULL);
        }
    }

    private boolean write(RtpView packet, PacketInfo info, Mapping made, long number, OutgoingPacket out) {
        int payloadType = made.codec().payloadType();
        if (info.padding) {
            rewriter.writePadding(packet, info, made, slot.ssrc(), payloadType, (int) number, out);
            return true;
        }
        return rewriter.write(
                packet, info, made, slot.ssrc(), payloadType, (int) number, PacketRewriter.NO_ORIGINAL, out);
    }

    /// The payload type of retransmissions with numbers of their own (RFC 4588), or -1 when a packet is sent again as
    /// it was.
    private int retransmissionType(Mapping made) {
        return slot.media() == MediaKind.VIDEO ? made.codec().rtxPayloadType() : -1;
    }

    private @Nullable Mapping mappingFor(SourceTrack track, CodecParameters sourceCodec, int timestampOffset) {
        CodecParameters codec = subscriber.codecFor(sourceCodec);
        return codec == null ? null : Mapping.of(track, sourceCodec, codec, timestampOffset, pictures);
    }

    /// The subscriber asks for packets again (RFC 4585 section 6.2.1). Video goes as RTX where that was agreed, audio
    /// as it was.
    ///
    /// @param sequenceNumber 16 bits
    public void onNack(int sequenceNumber, long nowNanos) {
        long number = SequenceNumber.extend(sequenceNumber, sequence.lastOutput());
        Mapping made = sent.mapping(number);
        // One that is missing at the source too is on its way: it is forwarded when it comes.
        if (made == null || (retransmissionType(made) < 0 && !isRepeatable(number))) {
            return;
        }
        PacketCache cache = made.track().cache();
        long source = sent.source(number);
        if (!cache.get(source, subscriber.cached) || !sent.resend(number, subscriber.resendIntervalNanos(), nowNanos)) {
            return;
        }
        PacketInfo info = made.track().describe(subscriber.cached, source);
        OutgoingPacket out = info == null ? null : subscriber.pool.take();
        if (info == null || out == null) {
            return;
        }
        boolean written = retransmissionType(made) < 0
                ? writeAgain(info, made, number, out)
                : writeRetransmission(info, made, number, out);
        if (!written) {
            subscriber.pool.give(out);
            return;
        }
        if (subscriber.pacer.enqueue(out, slot.media())) {
            sent.requeue(number);
            subscriber.counters.retransmitted();
        }
    }

    private boolean writeRetransmission(PacketInfo info, Mapping made, long number, OutgoingPacket out) {
        out.departure = null;
        return rewriter.write(
                subscriber.cached,
                info,
                made,
                slot.rtxSsrc(),
                retransmissionType(made),
                (int) ++retransmissionSequence,
                (int) number & 0xFFFF,
                out);
    }

    private boolean writeAgain(PacketInfo info, Mapping made, long number, OutgoingPacket out) {
        if (!write(subscriber.cached, info, made, number, out)) {
            return false;
        }
        int left = sent.transportNumber(number);
        out.number = number;
        out.departure = left < 0 ? sent : null;
        if (left >= 0 && out.transportSequencePosition >= 0) {
            RtpWriter.patchShort(out.bytes, out.transportSequencePosition, left);
            out.transportSequencePosition = -1;
        }
        return true;
    }

    /// Whether a packet may be sent under its own number: never before, or as it left then. One that still waits in the
    /// queue has no transport-wide number yet.
    private boolean isRepeatable(long number) {
        int left = sent.transportNumber(number);
        return left == SentPackets.UNSENT || (left >= 0 && number >= firstRepeatable);
    }

    /// The subscriber cannot decode on (PLI, FIR). Ignored while the slot is idle.
    public void onKeyFrameRequest(long nowNanos) {
        if (current != null && keyFrames.allows(nowNanos)) {
            current.requestKeyFrame(nowNanos);
        }
    }

    /// Writes a sender report (RFC 3550 section 6.4.1) that ties the slot's timestamps to this process's time, so that
    /// the microphone and camera of one publisher stay in step although they are in different slots.
    public void writeReport(CompoundWriter out, long nowNanos) {
        if (current != null && mapping != null && clock.isActive(nowNanos)) {
            int timestamp = clock.timestampAt(current, mapping.timestampOffset(), nowNanos);
            out.senderReport(slot.ssrc(), NtpTime.of(nowNanos), timestamp, clock.packets(), clock.octets());
        }
    }
}
