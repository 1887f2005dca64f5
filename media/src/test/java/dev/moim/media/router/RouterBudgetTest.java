package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.DropReason;
import dev.moim.media.MediaEvent;
import dev.moim.media.Publication;
import dev.moim.media.SourceKind;
import dev.moim.media.track.BufferBudget;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two rooms of one server that has memory for one camera and one microphone.
class RouterBudgetTest {
    private static final int CAMERA = 512 * 1500;
    private static final int MICROPHONE = 128 * 1500;

    private final BufferBudget budget = new BufferBudget(CAMERA + MICROPHONE);
    private final FakeRoom first = new FakeRoom(budget);
    private final FakeRoom second = new FakeRoom(budget);
    private final FakePeer mina = first.joinLive("mina");
    private final FakePeer jun = second.joinLive("jun");
    private final FakePeer watcher = second.join("watcher");

    private static void sendPictures(FakePeer peer, int from) {
        for (int i = from; i < from + 10; i++) {
            peer.sendPicture(i, i * 3000, true, i);
            peer.room.poll();
        }
    }

    private List<MediaEvent> refusals() {
        return second.events.stream()
                .filter(event -> event instanceof MediaEvent.SourceRefused)
                .toList();
    }

    @Test
    void oneCameraTooManyIsRefusedAndItsOwnerStays() {
        sendPictures(mina, 0);
        sendPictures(jun, 0);
        jun.sendAudio(1, 960, 30);
        second.poll();

        assertThat(refusals()).containsExactly(new MediaEvent.SourceRefused(jun.camera()));
        assertThat(watcher.got(watcher.videoSsrc(0))).isEmpty();
        assertThat(watcher.got(watcher.audioSsrc(0))).hasSize(1);
        assertThat(second.drops(DropReason.UNKNOWN_STREAM)).isEqualTo(10);
        assertThat(budget.taken()).isEqualTo(CAMERA + MICROPHONE);
    }

    @Test
    void whatALeavingPersonTookIsFreeAtOnce() {
        sendPictures(mina, 0);
        sendPictures(jun, 0);
        first.router.leave(mina.id, first.now);
        assertThat(budget.taken()).isZero();

        sendPictures(jun, 10);
        assertThat(watcher.got(watcher.videoSsrc(0))).isNotEmpty();
        second.router.leave(jun.id, second.now);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void aPublicationThatIsTakenBackIsFreeAtOnce() {
        sendPictures(mina, 0);
        mina.sendAudio(1, 960, 30);
        mina.publications = List.of(new Publication("mic", SourceKind.MICROPHONE, List.of()));
        first.router.join(mina.id, mina.parameters(), mina, first.now);

        assertThat(budget.taken()).isEqualTo(MICROPHONE);
    }

    @Test
    void theEndOfARoomFreesEverything() {
        sendPictures(mina, 0);
        mina.sendAudio(1, 960, 30);
        first.router.end(first.now);

        assertThat(budget.taken()).isZero();
    }
}
