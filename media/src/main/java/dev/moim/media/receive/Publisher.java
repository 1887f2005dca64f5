package dev.moim.media.receive;

import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.Publication;
import dev.moim.media.SourceId;
import dev.moim.media.codec.FrameInspector;
import dev.moim.media.congestion.FeedbackBuilder;
import dev.moim.media.rtcp.SenderReport;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import dev.moim.media.track.ExtensionIds;
import dev.moim.media.track.TrackCounters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that comes from one peer: finds the stream of a packet, unwraps retransmissions, and answers with
/// reports, requests and transport-wide feedback. One thread.
public final class Publisher {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000;

    /// Until the peer's round trip is measured, and for one that receives nothing.
    private static final long DEFAULT_ROUND_TRIP_NANOS = 100_000_000;

    private final PeerId peer;
    private final TrackCounters counters;
    private final PublisherListener listener;
    private final BufferBudget budget;
    private final SsrcTable streams = new SsrcTable();
    private final PublisherClock clock = new PublisherClock();
    private final FeedbackBuilder feedback = new FeedbackBuilder();
    private final int[] scratch = new int[NackGenerator.MAX_MISSING];
    private List<Source> sources = List.of();
    private ExtensionIds extensions;
    private PayloadTypes types;
    private StreamBinder binder;
    private long roundTripNanos = DEFAULT_ROUND_TRIP_NANOS;
    private long reportNanos;
    private long deadlineNanos = Deadline.NEVER;
    private boolean feedbackDue;
    private boolean reporting;

    public Publisher(
            PeerId peer,
            PeerParameters parameters,
            TrackCounters counters,
            BufferBudget budget,
            PublisherListener listener) {
        this.peer = peer;
        this.budget = budget;
        this.counters = counters;
        this.listener = listener;
        extensions = ExtensionIds.of(parameters.extensions());
        types = new PayloadTypes(parameters.codecs());
        sources = sourcesOf(parameters);
        binder = new StreamBinder(extensions, types, sources);
    }

    /// Takes changed parameters. Publications that stay as they are keep their streams.
    public void change(PeerParameters parameters) {
        extensions = ExtensionIds.of(parameters.extensions());
        types = new PayloadTypes(parameters.codecs());
        List<Source> before = sources;
        sources = sourcesOf(parameters);
        binder = new StreamBinder(extensions, types, sources);
        before.stream().filter(source -> !sources.contains(source)).forEach(this::giveBack);
        streams.removeIf(stream -> !sources.contains(stream.source()));
    }

    /// The peer sends nothing any more: its memory is free for others.
    public void end() {
        streams.removeIf(stream -> true);
        sources.forEach(this::giveBack);
        sources = List.of();
        binder = new StreamBinder(extensions, types, sources);
    }

    private void giveBack(Source source) {
        budget.giveBack(source.bufferBytes());
    }

    /// In the order of the peer's publications.
    public List<Source> sources() {
        return sources;
    }

    /// Whether an encrypted packet is worth decrypting. Changes nothing.
    ///
    /// @return why it is not, or null
    public @Nullable DropReason refusal(RtpView encrypted) {
        if (!types.isKnown(encrypted.payloadType())) {
            return DropReason.UNKNOWN_PAYLOAD_TYPE;
        }
        Incoming stream = streams.find(encrypted.ssrc());
        if (stream == null) {
            return binder.layerOf(encrypted) == null ? DropReason.UNKNOWN_STREAM : null;
        }
        ArrivalWindow window = stream.window();
        return window.contains(window.extend(encrypted.sequenceNumber())) ? DropReason.DUPLICATE : null;
    }

    /// Takes a decrypted packet, whose bytes are changed.
    ///
    /// @return why it was not used, or null
    public @Nullable DropReason onRtp(RtpView packet, long nowNanos) {
        if (!packet.stripPadding()) {
            return DropReason.RTP_MALFORMED;
        }
        int repaired = types.repaired(packet.payloadType());
        CodecParameters codec = types.codec(repaired >= 0 ? repaired : packet.payloadType());
        FrameInspector inspector = types.inspector(repaired >= 0 ? repaired : packet.payloadType());
        if (codec == null || inspector == null) {
            return DropReason.UNKNOWN_PAYLOAD_TYPE;
        }
        Incoming stream = streams.find(packet.ssrc());
        if (stream == null) {
            stream = bind(packet, codec, repaired >= 0, nowNanos);
        }
        if (stream == null) {
            return DropReason.UNKNOWN_STREAM;
        }
        int sequence = ExtensionIds.find(packet, extensions.transportCc(), 2);
        if (sequence >= 0) {
            byte[] bytes = packet.buffer();
            feedback.onArrival(((bytes[sequence] & 0xFF) << 8) | (bytes[sequence + 1] & 0xFF), packet.ssrc(), nowNanos);
        }
        feedbackDue = true;
        if (repaired < 0) {
            UpTrack track = stream.track();
            return track == null
                    ? DropReason.UNKNOWN_PAYLOAD_TYPE
                    : track.onPacket(packet, codec, inspector, false, nowNanos);
        }
        return onRetransmission(stream, packet, codec, inspector, nowNanos);
    }

    private @Nullable DropReason onRetransmission(
            Incoming stream, RtpView packet, CodecParameters codec, FrameInspector inspector, long nowNanos) {
        if (!stream.window().add(stream.window().extend(packet.sequenceNumber()))) {
            return DropReason.DUPLICATE;
        }
        UpTrack track = stream.source().layer(stream.layer());
        if (track == null || stream.track() != null) {
            return DropReason.UNKNOWN_STREAM;
        }
        if (packet.payloadLength() <= Retransmission.HEADER_BYTES) {
            // A probe for bandwidth: counted for the feedback, and of no other use.
            return null;
        }
        Retransmission.unwrap(packet, codec.payloadType(), track.ssrc());
        return track.onPacket(packet, codec, inspector, true, nowNanos);
    }

    private @Nullable Incoming bind(RtpView packet, CodecParameters codec, boolean repair, long nowNanos) {
        StreamBinder.Layer place = binder.layerOf(packet);
        if (place == null) {
            return null;
        }
        Source source = place.source();
        if (repair) {
            streams.removeIf(old -> old.track() == null && old.source() == source && old.layer() == place.index());
            if (streams.isFull()) {
                return null;
            }
            var stream = new Incoming(packet.ssrc(), new ArrivalWindow(), source, place.index(), null);
            streams.add(stream);
            return stream;
        }
        UpTrack before = source.layer(place.index());
        if (before != null && nowNanos - before.lastPacketNanos() < StreamBinder.REPLACE_AFTER_NANOS) {
            return null;
        }
        streams.removeIf(old -> before != null && old.track() == before);
        if (streams.isFull()) {
            return null;
        }
        if (before != null) {
            source.clearLayer(place.index());
            budget.giveBack(before.bufferBytes());
        }
        if (!budget.take(UpTrack.bufferBytes(codec.media()))) {
            if (source.refuse()) {
                listener.onRefused(source);
            }
            return null;
        }
        UpTrack track = new UpTrack(this, source, packet.ssrc(), codec, nowNanos);
        source.setLayer(place.index(), track);
        var stream = new Incoming(packet.ssrc(), track.window, source, place.index(), track);
        streams.add(stream);
        listener.onTrack(track, nowNanos);
        return stream;
    }

    public void onSenderReport(SenderReport report, long nowNanos) {
        Incoming stream = streams.find(report.ssrc());
        if (stream != null && stream.track() != null && report.ntpTime() != 0) {
            clock.onSenderReport(report.ntpTime(), nowNanos);
            stream.track().onSenderReport(report, nowNanos);
        }
    }

    /// The round trip to the peer, measured in the other direction.
    public void onRoundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /// When [#poll] has something to write at the latest.
    public long deadlineNanos(long nowNanos) {
        return feedbackDue ? nowNanos : deadlineNanos;
    }

    /// Writes what is due: reports, then requests, then feedback.
    public void poll(CompoundWriter out, long nowNanos) {
        feedbackDue = false;
        deadlineNanos = Deadline.NEVER;
        pollReports(out, nowNanos);
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            for (int j = 0; j < source.layerCount(); j++) {
                UpTrack track = source.layer(j);
                if (track != null) {
                    track.poll(out, scratch, roundTripNanos, nowNanos);
                    deadlineNanos = Deadline.earlier(deadlineNanos, track.deadlineNanos(roundTripNanos, nowNanos));
                }
            }
        }
        feedback.poll(out, nowNanos);
        deadlineNanos = Deadline.earlier(deadlineNanos, feedback.deadlineNanos(nowNanos));
        if (reporting) {
            deadlineNanos = Deadline.earlier(deadlineNanos, reportNanos + REPORT_INTERVAL_NANOS);
        }
    }

    private void pollReports(CompoundWriter out, long nowNanos) {
        if (reporting && nowNanos - reportNanos < REPORT_INTERVAL_NANOS) {
            return;
        }
        boolean begun = false;
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            for (int j = 0; j < source.layerCount(); j++) {
                UpTrack track = source.layer(j);
                if (track != null && !track.statistics.isEmpty()) {
                    if (!begun) {
                        out.receiverReport();
                        begun = true;
                    }
                    out.reportBlock(track.statistics.report(track.ssrc(), nowNanos));
                }
            }
        }
        if (begun) {
            out.description();
            reporting = true;
            reportNanos = nowNanos;
        }
    }

    ExtensionIds extensions() {
        return extensions;
    }

    PayloadTypes types() {
        return types;
    }

    PublisherClock clock() {
        return clock;
    }

    TrackCounters counters() {
        return counters;
    }

    void onFeedbackDue() {
        feedbackDue = true;
    }

    void onCodecChange(UpTrack track) {
        listener.onCodecChange(track);
    }

    private List<Source> sourcesOf(PeerParameters parameters) {
        List<Source> result = new ArrayList<>();
        for (Publication publication : parameters.publications()) {
            Source kept = null;
            for (Source source : sources) {
                if (source.publication().equals(publication)) {
                    kept = source;
                }
            }
            result.add(kept == null ? new Source(new SourceId(peer, publication.source()), publication) : kept);
        }
        return List.copyOf(result);
    }
}
