package dev.moim.media.router;

import dev.moim.media.DropReason;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.congestion.Pacer;
import dev.moim.media.congestion.PacketPool;
import dev.moim.media.receive.Publisher;
import dev.moim.media.receive.PublisherListener;
import dev.moim.media.rtp.RtpWriter;
import dev.moim.media.send.Subscriber;
import dev.moim.media.speaker.Voice;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A peer's place in its router: what it sends, what it is sent, and the way to it. To the loop it is a handle. One
/// thread.
public final class RouterPeer {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000;

    final Publisher publisher;
    final Subscriber subscriber;
    final PeerSlots slots;
    final Voice voice;
    final Set<SourceKind> enabled = EnumSet.noneOf(SourceKind.class);
    Optional<List<Wish>> wishes = Optional.empty();
    boolean connected;

    private final PeerId id;
    private final RouterCounters counters;
    private final Pacer.Output output = this::send;
    private final CompoundWriter.Output compoundOutput = this::sendCompound;
    private PeerLink link;
    private int transportSequence;
    private boolean reporting;
    private long reportNanos;

    RouterPeer(
            PeerId id,
            PeerParameters parameters,
            PeerLink link,
            Voice voice,
            PacketPool pool,
            RouterCounters counters,
            BufferBudget budget,
            PublisherListener listener) {
        this.id = id;
        this.link = link;
        this.voice = voice;
        this.counters = counters;
        publisher = new Publisher(id, parameters, counters, budget, listener);
        subscriber = new Subscriber(parameters, pool, counters);
        slots = new PeerSlots(subscriber, parameters.slots());
    }

    public PeerId id() {
        return id;
    }

    void change(PeerParameters parameters, PeerLink newLink) {
        link = newLink;
        publisher.change(parameters);
        subscriber.change(parameters);
        slots.change(parameters.slots());
    }

    /// Sends what waits for this peer, then the reports and requests to it.
    ///
    /// @return when to call again at the latest
    long poll(CompoundWriter compound, long nowNanos) {
        long next = subscriber.pacer().isEmpty()
                ? Deadline.NEVER
                : subscriber.pacer().poll(nowNanos, output);
        boolean reportDue = !reporting || nowNanos - reportNanos >= REPORT_INTERVAL_NANOS;
        if (reportDue || Deadline.isDue(publisher.deadlineNanos(nowNanos), nowNanos)) {
            compound.begin(compoundOutput);
            if (reportDue) {
                for (int i = 0; i < slots.size(); i++) {
                    slots.track(i).writeReport(compound, nowNanos);
                }
                reporting = true;
                reportNanos = nowNanos;
            }
            publisher.poll(compound, nowNanos);
            compound.end();
        }
        next = Deadline.earlier(next, publisher.deadlineNanos(nowNanos));
        return Deadline.earlier(next, reportNanos + REPORT_INTERVAL_NANOS);
    }

    private void send(OutgoingPacket packet) {
        if (packet.departure != null) {
            packet.departure.onDeparted(packet.number, transportSequence & 0xFFFF);
        }
        if (packet.transportSequencePosition >= 0) {
            RtpWriter.patchShort(packet.bytes, packet.transportSequencePosition, transportSequence++);
        }
        if (!link.sendRtp(packet.bytes, 0, packet.length)) {
            counters.drop(DropReason.SEND_FAILED);
        }
    }

    private void sendCompound(byte[] bytes, int offset, int length) {
        if (!link.sendRtcp(bytes, offset, length)) {
            counters.drop(DropReason.SEND_FAILED);
        }
    }
}
