package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// `kill -9` in the middle of a recording: every file opens, a second is lost at most, and the same recording goes on.
class RecordingKillIT {
    private static final int ROUNDS = 2;

    @Test
    void aKilledServerLosesASecondAtMostAndGoesOn() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        assumeTrue(MediaTools.areInstalled(), "needs ffmpeg and mkvtoolnix");
        long seed = new Random().nextLong();
        KilledRecording.Outcome outcome = KilledRecording.run(ROUNDS, seed);
        assertThat(outcome.complaints()).as("seed " + seed).isEmpty();
        assertThat(outcome.recordings()).isEqualTo(1);
        assertThat(outcome.segments()).isEqualTo(ROUNDS + 1);
        assertThat(outcome.lost()).as("seed " + seed).hasSize(2 * ROUNDS).allMatch(track -> track.seconds() <= 1.0);
    }
}
