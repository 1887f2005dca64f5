package dev.moim.media.send;

import dev.moim.media.CodecParameters;
import dev.moim.media.HeaderExtension;
import dev.moim.media.PeerParameters;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.congestion.Pacer;
import dev.moim.media.congestion.PacketPool;
import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.ExtensionIds;
import dev.moim.media.track.TrackCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all slots of one subscriber share. One thread.
public final class Subscriber {
    /// Until the first report that tells.
    private static final long DEFAULT_ROUND_TRIP_NANOS = 100_000_000;

    /// A longer one is a report that tells nonsense.
    private static final long MAX_ROUND_TRIP_NANOS = 5_000_000_000L;

    final PacketPool pool;
    final Pacer pacer;
    final TrackCounters counters;

    /// For packets from caches.
    final RtpView cached = new RtpView();

    /// The key frame's first packet while a slot starts from the cache.
    final RtpView first = new RtpView();

    /// Publishers choose what stands in here, and every change of theirs may bring something new.
    private static final int MAX_MATCHES = 256;

    /// What [CodecMatch] said: the router asks for each source again and again.
    private final Map<CodecParameters, Optional<CodecParameters>> matches = new HashMap<>();

    private List<CodecParameters> codecs;
    private Map<HeaderExtension, Integer> extensions;
    private long roundTripNanos = DEFAULT_ROUND_TRIP_NANOS;
    private boolean measured;
    private boolean switched;

    public Subscriber(PeerParameters parameters, PacketPool pool, TrackCounters counters) {
        this.pool = pool;
        this.counters = counters;
        pacer = new Pacer(pool);
        codecs = parameters.codecs();
        extensions = parameters.extensions();
    }

    /// Takes changed parameters; the slots must be told by [DownTrack#change].
    public void change(PeerParameters parameters) {
        codecs = parameters.codecs();
        matches.clear();
        extensions = parameters.extensions();
    }

    public Pacer pacer() {
        return pacer;
    }

    /// Whether the subscriber can decode what is coded so.
    public boolean decodes(CodecParameters source) {
        return match(source).isPresent();
    }

    /// Measured by reports on what was sent; 100 ms before the first.
    public long roundTripNanos() {
        return roundTripNanos;
    }

    /// How long a retransmission is given to arrive before the packet is sent again. A little less than the round trip,
    /// for the next request comes after the subscriber's own idea of it.
    long resendIntervalNanos() {
        return roundTripNanos * 3 / 4;
    }

    /// Takes a report on one of the slots (RFC 3550 section 6.4.1).
    ///
    /// @return whether it told the round trip
    public boolean onReport(ReportBlock report, long nowNanos) {
        if (report.lastSenderReport() == 0) {
            return false;
        }
        int middle = NtpTime.middle(nowNanos) - report.lastSenderReport() - report.delaySinceLastSenderReport();
        // The receiver's rounding can make a very short one negative.
        long sample = middle < 0 ? 0 : NtpTime.nanos(middle);
        if (sample > MAX_ROUND_TRIP_NANOS) {
            return false;
        }
        roundTripNanos = measured ? (7 * roundTripNanos + sample) / 8 : sample;
        measured = true;
        return true;
    }

    /// Whether a slot went over to another source since the last call.
    public boolean takeSwitched() {
        boolean result = switched;
        switched = false;
        return result;
    }

    void onSwitched() {
        switched = true;
    }

    @Nullable
    CodecParameters codecFor(CodecParameters source) {
        return match(source).orElse(null);
    }

    private Optional<CodecParameters> match(CodecParameters source) {
        Optional<CodecParameters> known = matches.get(source);
        if (known != null) {
            return known;
        }
        if (matches.size() == MAX_MATCHES) {
            matches.clear();
        }
        Optional<CodecParameters> found = Optional.ofNullable(CodecMatch.find(source, codecs));
        matches.put(source, found);
        return found;
    }

    /// What may stand in packets of the slot.
    ExtensionIds extensions(ReceiveSlot slot) {
        return ExtensionIds.of(extensions, slot.extensions());
    }
}
