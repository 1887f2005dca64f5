package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SlotPolicyTest {
    private static final Optional<SourceId> IDLE = Optional.empty();

    private static SourceId camera(String peer) {
        return new SourceId(new PeerId(peer), SourceKind.CAMERA);
    }

    private static SourceId microphone(String peer) {
        return new SourceId(new PeerId(peer), SourceKind.MICROPHONE);
    }

    @Example
    void everyoneIsHeardWhenTheyFit() {
        var result = SlotPolicy.audio(
                List.of(IDLE, Optional.of(microphone("b")), IDLE),
                List.of(microphone("a"), microphone("b"), microphone("c")),
                source -> 0);
        assertThat(result)
                .containsExactly(
                        Optional.of(microphone("a")), Optional.of(microphone("b")), Optional.of(microphone("c")));
    }

    @Example
    void whoIsHeardStaysUnlessSomebodyIsClearlyLouder() {
        var now = List.of(Optional.of(microphone("a")), Optional.of(microphone("b")));
        var all = List.of(microphone("a"), microphone("b"), microphone("c"));
        var alike = Map.of(microphone("a"), 80.0, microphone("b"), 82.0, microphone("c"), 84.0);
        assertThat(SlotPolicy.audio(now, all, source -> alike.getOrDefault(source, 0.0)))
                .isEqualTo(now);
        var louder = Map.of(microphone("a"), 70.0, microphone("b"), 82.0, microphone("c"), 84.0);
        assertThat(SlotPolicy.audio(now, all, source -> louder.getOrDefault(source, 0.0)))
                .containsExactly(Optional.of(microphone("c")), Optional.of(microphone("b")));
    }

    @Example
    void wishesGoBeforeTheSpeakerAndHiddenOnesAreNotSent() {
        var all = List.of(camera("a"), camera("b"), camera("c"), camera("d"));
        var wishes = Optional.of(
                List.of(new Wish(camera("c"), 300), new Wish(camera("a"), 0), new Wish(camera("gone"), 300)));
        assertThat(SlotPolicy.video(List.of(IDLE, IDLE, IDLE), all, wishes, Optional.of(new PeerId("d"))))
                .containsExactly(Optional.of(camera("c")), Optional.of(camera("d")), IDLE);
        assertThat(SlotPolicy.video(List.of(IDLE, IDLE, IDLE), all, wishes, Optional.of(new PeerId("a"))))
                .containsExactly(Optional.of(camera("c")), IDLE, IDLE);
    }

    @Example
    void withoutWishesTheSpeakerThenScreensThenTheOrderOfJoining() {
        var screen = new SourceId(new PeerId("c"), SourceKind.SCREEN);
        var all = List.of(camera("a"), camera("b"), camera("c"), screen, camera("d"));
        assertThat(SlotPolicy.video(List.of(IDLE, IDLE, IDLE), all, Optional.empty(), Optional.of(new PeerId("d"))))
                .containsExactly(Optional.of(camera("d")), Optional.of(screen), Optional.of(camera("a")));
    }

    /// No source twice, nobody without being a candidate, and who stays does not move.
    @Property
    void slotsAreStable(
            @ForAll @Size(max = 6) List<@IntRange(max = 12) Integer> before,
            @ForAll @Size(max = 12) List<@IntRange(max = 12) Integer> present,
            @ForAll @IntRange(max = 12) int speaker) {
        List<Optional<SourceId>> slots = new ArrayList<>();
        for (int number : before) {
            Optional<SourceId> source = Optional.of(camera("p" + number));
            slots.add(number == 0 || slots.contains(source) ? IDLE : source);
        }
        List<SourceId> candidates =
                present.stream().distinct().map(number -> camera("p" + number)).toList();
        var result = SlotPolicy.video(slots, candidates, Optional.empty(), Optional.of(new PeerId("p" + speaker)));
        assertThat(result).hasSameSizeAs(slots);
        List<SourceId> chosen = result.stream().flatMap(Optional::stream).toList();
        assertThat(chosen).doesNotHaveDuplicates().hasSize(Math.min(slots.size(), candidates.size()));
        assertThat(candidates).containsAll(chosen);
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).isPresent() && result.contains(slots.get(i))) {
                assertThat(result.get(i)).isEqualTo(slots.get(i));
            }
        }
    }
}
