package dev.moim.media.router;

import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Who gets a subscriber's slots. Pure: the same questions have the same answers. The candidates are the sources that
/// the subscriber may have: not its own, enabled, flowing, decodable, in the order of joining.
final class SlotPolicy {
    /// Who is heard stays until somebody else is so many dB louder.
    private static final double STAY_BONUS = 6;

    private SlotPolicy() {}

    /// Everyone when they fit, else the loudest.
    ///
    /// @param loudness in dB
    static List<Optional<SourceId>> audio(
            List<Optional<SourceId>> slots, List<SourceId> candidates, ToDoubleFunction<SourceId> loudness) {
        if (candidates.size() <= slots.size()) {
            return place(slots, new LinkedHashSet<>(candidates));
        }
        record Ranked(SourceId source, double loudness) {}
        SequencedSet<SourceId> chosen = new LinkedHashSet<>();
        candidates.stream()
                .map(source -> new Ranked(
                        source,
                        loudness.applyAsDouble(source) + (slots.contains(Optional.of(source)) ? STAY_BONUS : 0)))
                .sorted((a, b) -> Double.compare(b.loudness(), a.loudness()))
                .limit(slots.size())
                .forEach(ranked -> chosen.add(ranked.source()));
        return place(slots, chosen);
    }

    /// What the subscriber wishes to see, in its order, then the dominant speaker; without wishes the dominant speaker,
    /// then screens, then cameras in the order of joining.
    ///
    /// @param wishes empty when the subscriber never said what it shows
    static List<Optional<SourceId>> video(
            List<Optional<SourceId>> slots,
            List<SourceId> candidates,
            Optional<List<Wish>> wishes,
            Optional<PeerId> dominant) {
        SequencedSet<SourceId> order = new LinkedHashSet<>();
        Optional<SourceId> speaker = dominant.map(peer -> new SourceId(peer, SourceKind.CAMERA));
        if (wishes.isPresent()) {
            for (var wish : wishes.get()) {
                if (wish.height() > 0) {
                    order.add(wish.source());
                } else if (speaker.equals(Optional.of(wish.source()))) {
                    speaker = Optional.empty();
                }
            }
            speaker.ifPresent(order::add);
        } else {
            speaker.ifPresent(order::add);
            for (var kind : List.of(SourceKind.SCREEN, SourceKind.CAMERA)) {
                candidates.stream().filter(source -> source.kind() == kind).forEach(order::add);
            }
        }
        order.retainAll(Set.copyOf(candidates));
        SequencedSet<SourceId> chosen = new LinkedHashSet<>();
        order.stream().limit(slots.size()).forEach(chosen::add);
        return place(slots, chosen);
    }

    /// Whoever stays keeps its slot; the others fill the free ones from the first on.
    private static List<Optional<SourceId>> place(List<Optional<SourceId>> slots, SequencedSet<SourceId> chosen) {
        List<Optional<SourceId>> result = new ArrayList<>(slots);
        result.replaceAll(slot -> slot.filter(chosen::remove));
        for (int i = 0; i < result.size() && !chosen.isEmpty(); i++) {
            if (result.get(i).isEmpty()) {
                result.set(i, Optional.of(chosen.removeFirst()));
            }
        }
        return result;
    }
}
