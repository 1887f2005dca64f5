package dev.moim.media.router;

import dev.moim.media.MediaKind;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SlotAssignment;
import dev.moim.media.SourceId;
import dev.moim.media.receive.Source;
import dev.moim.media.receive.UpTrack;
import dev.moim.media.send.DownTrack;
import dev.moim.media.send.Subscriber;
import dev.moim.media.track.SourceTrack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A subscriber's slots: which source each is meant for, which it shows, and what was said of it. One thread.
final class PeerSlots {
    /// Streams of sections that are switched off and may come back: as many as an offer may have.
    private static final int MAX_PARKED = 256;

    private final Subscriber subscriber;

    /// By SSRC: a stream that comes back goes on counting, for its packets are protected with the same key as before
    /// (RFC 3711 section 9.1).
    private final SequencedMap<Integer, DownTrack> parked = new LinkedHashMap<>();

    private List<Entry> entries = List.of();
    private List<SlotAssignment> announced = List.of();

    /// One slot and the source it is meant for.
    private static final class Entry {
        private final DownTrack track;
        private @Nullable Source source;

        Entry(DownTrack track) {
            this.track = track;
        }

        Optional<SourceId> assigned() {
            return Optional.ofNullable(source).map(Source::id);
        }
    }

    PeerSlots(Subscriber subscriber, List<ReceiveSlot> slots) {
        this.subscriber = subscriber;
        change(slots);
    }

    /// Slots that stay as they are keep their streams.
    void change(List<ReceiveSlot> slots) {
        List<Entry> changed = new ArrayList<>();
        for (var slot : slots) {
            Entry kept = entries.stream()
                    .filter(entry -> entry.track.slot().isSameStream(slot))
                    .findFirst()
                    .orElseGet(() -> new Entry(track(slot)));
            kept.track.change(slot);
            changed.add(kept);
        }
        for (var entry : entries) {
            if (!changed.contains(entry)) {
                park(entry.track);
            }
        }
        entries = List.copyOf(changed);
    }

    private DownTrack track(ReceiveSlot slot) {
        DownTrack returning = parked.remove(slot.ssrc());
        if (returning != null && returning.slot().isSameStream(slot)) {
            return returning;
        }
        return new DownTrack(slot, subscriber);
    }

    private void park(DownTrack track) {
        track.clear();
        track.release();
        if (parked.size() == MAX_PARKED) {
            parked.pollFirstEntry();
        }
        parked.put(track.slot().ssrc(), track);
    }

    void clear() {
        entries.forEach(entry -> entry.track.clear());
    }

    /// Idle slots let go of what they sent.
    void release() {
        entries.forEach(entry -> entry.track.release());
    }

    int size() {
        return entries.size();
    }

    DownTrack track(int index) {
        return entries.get(index).track;
    }

    @Nullable
    DownTrack ofSsrc(int ssrc) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).track.slot().ssrc() == ssrc) {
                return entries.get(i).track;
            }
        }
        return null;
    }

    List<Optional<SourceId>> assigned(MediaKind media) {
        return entries.stream()
                .filter(entry -> entry.track.slot().media() == media)
                .map(Entry::assigned)
                .toList();
    }

    /// Gives the slots of one kind, in their order, to other sources.
    ///
    /// @param sources finds a source by its name
    /// @param shown whether a source that is no longer meant for the slot may be shown until the next one's key
    /// frame
    void assign(
            MediaKind media,
            List<Optional<SourceId>> wanted,
            Function<SourceId, @Nullable Source> sources,
            Predicate<SourceId> shown,
            long nowNanos) {
        int next = 0;
        for (var entry : entries) {
            if (entry.track.slot().media() == media) {
                entry.source = wanted.get(next++).map(sources).orElse(null);
                UpTrack layer = entry.source == null ? null : layer(entry, entry.source, nowNanos);
                if (layer == null) {
                    entry.track.clear();
                } else {
                    boolean keepOld =
                            sourceOf(entry.track.current()).filter(shown).isPresent();
                    entry.track.select(layer, keepOld, nowNanos);
                }
            }
        }
    }

    /// Says for whom the video slots of a peer that is not sent to yet will be.
    ///
    /// @return the streams that they will start with
    List<UpTrack> foresee(
            List<Optional<SourceId>> wanted, Function<SourceId, @Nullable Source> sources, long nowNanos) {
        List<UpTrack> first = new ArrayList<>();
        int next = 0;
        for (var entry : entries) {
            if (entry.track.slot().media() == MediaKind.VIDEO) {
                entry.source = wanted.get(next++).map(sources).orElse(null);
                UpTrack layer = entry.source == null ? null : entry.source.quickest(nowNanos);
                if (layer != null) {
                    first.add(layer);
                }
            }
        }
        return first;
    }

    /// Goes over to better layers of the same sources.
    void refresh(long nowNanos) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            UpTrack layer =
                    entry.source == null || !entry.source.isSimulcast() ? null : layer(entry, entry.source, nowNanos);
            if (layer != null) {
                entry.track.select(layer, true, nowNanos);
            }
        }
    }

    /// A small picture now and a large one in a moment, instead of none until the large one is here.
    private static @Nullable UpTrack layer(Entry entry, Source source, long nowNanos) {
        boolean shows = sourceOf(entry.track.current()).equals(Optional.of(source.id()));
        return shows ? source.best(nowNanos) : source.quickest(nowNanos);
    }

    /// The slots as the page should know them now, or null when nothing changed since the last call; the first call
    /// tells them all. A video slot that shows somebody belongs to its new source from the first key frame on.
    @Nullable
    List<SlotAssignment> changes() {
        List<SlotAssignment> result = new ArrayList<>();
        boolean changed = announced.size() != entries.size();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            DownTrack track = entry.track;
            boolean shows = track.slot().media() == MediaKind.VIDEO && track.current() != null;
            Optional<SourceId> source = shows ? sourceOf(track.current()) : entry.assigned();
            SlotAssignment before = i < announced.size() ? announced.get(i) : null;
            String mid = track.slot().mid();
            if (before != null && before.mid().equals(mid) && before.source().equals(source)) {
                result.add(before);
            } else {
                result.add(new SlotAssignment(mid, source, Integer.toUnsignedLong(track.firstTimestamp())));
                changed = true;
            }
        }
        if (!changed) {
            return null;
        }
        announced = List.copyOf(result);
        return announced;
    }

    private static Optional<SourceId> sourceOf(@Nullable SourceTrack track) {
        return track instanceof UpTrack up ? Optional.of(up.source().id()) : Optional.empty();
    }
}
