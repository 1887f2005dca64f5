package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.RecordedTrack;
import dev.moim.media.RecordingEvent;
import dev.moim.media.RecordingGap;
import dev.moim.media.RecordingManifest;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceKind;
import dev.moim.media.record.Recorder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A room that is recorded: who is in the files, and when.
class RouterRecordingTest {
    private final FakeRoom room = new FakeRoom();
    private final CompletableFuture<RecordingManifest> closed = new CompletableFuture<>();

    @TempDir
    Path directory;

    private void record() {
        room.router.record(
                Recorder.start(RecordingSettings.in(directory), Instant.EPOCH, () -> room.now, this::onEvent),
                room.now);
    }

    private void onEvent(RecordingEvent event) {
        if (event instanceof RecordingEvent.Closed(var manifest)) {
            closed.complete(manifest);
        }
    }

    private RecordingManifest end() throws Exception {
        room.router.endRecording(room.now);
        return closed.get(20, TimeUnit.SECONDS);
    }

    private void speak(FakePeer peer, int from, int packets) {
        for (int i = from; i < from + packets; i++) {
            peer.sendAudio(i, i * 960, 30);
            room.pass(20);
        }
    }

    private static List<String> described(RecordingManifest manifest) {
        return manifest.tracks().stream()
                .map(track ->
                        track.source().peer().value() + " " + track.source().kind() + " " + frames(track))
                .sorted()
                .toList();
    }

    private static long frames(RecordedTrack track) {
        return track.files().stream().mapToLong(file -> file.frames()).sum();
    }

    @Test
    void whoSpokeBeforeAndWhoComesLaterAreBothInIt() throws Exception {
        FakePeer alice = room.joinLive("alice");
        speak(alice, 1, 10);
        record();
        speak(alice, 11, 10);
        FakePeer bob = room.joinLive("bob");
        speak(bob, 1, 5);
        room.router.leave(alice.id, room.now);
        speak(bob, 6, 5);

        assertThat(described(end())).containsExactly("alice MICROPHONE 10", "bob MICROPHONE 10");
    }

    @Test
    void nothingOfAMutedMicrophoneIsKept() throws Exception {
        FakePeer alice = room.joinLive("alice");
        record();
        speak(alice, 1, 10);
        room.router.setEnabled(alice.microphone(), false, room.now);
        speak(alice, 11, 10);
        room.router.setEnabled(alice.microphone(), true, room.now);
        speak(alice, 21, 10);

        RecordedTrack track = end().tracks().getFirst();
        assertThat(frames(track)).isEqualTo(20);
        assertThat(track.gaps()).extracting(RecordingGap::reason).containsExactly(RecordingGap.Reason.MUTED);
    }

    @Test
    void oneWhoWasMutedAllAlongIsNotInIt() throws Exception {
        FakePeer alice = room.join("alice");
        record();
        speak(alice, 1, 10);

        assertThat(end().tracks()).allMatch(track -> track.files().isEmpty());
    }

    @Test
    void aKeyFrameIsAskedForAtOnceAndLostPacketsAreAskedForAgain() throws Exception {
        FakePeer alice = room.joinLive("alice");
        alice.sendPicture(1, 0, true, 1);
        room.pass(400);
        int before = room.keyFramesRequested;
        record();
        room.pass(20);
        assertThat(room.keyFramesRequested).isEqualTo(before + 1);
        alice.sendPicture(2, 3000, true, 2);
        alice.sendPicture(4, 9000, false, 4);
        room.pass(20);
        assertThat(alice.nacks).as("nobody else watches").anyMatch(nack -> nack.lost()[0] == 3);
        end();
    }

    @Test
    void nothingIsTakenOnceItEnded() throws Exception {
        FakePeer alice = room.joinLive("alice");
        record();
        speak(alice, 1, 10);
        RecordingManifest manifest = end();
        speak(alice, 11, 10);
        assertThat(described(manifest)).containsExactly("alice " + SourceKind.MICROPHONE + " 10");
    }
}
