package dev.moim.signaling.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording is stopped in the moment in which its last segment is closed, as after a pause.
class StopAndCloseTest {
    /// Within this the other one comes to its end, if nothing holds it; less than any database waits for a lock.
    private static final int OVERLAP_MILLIS = 500;

    @TempDir
    Path data;

    @Test
    void closedWhileItIsBeingStopped() throws Exception {
        try (var open = new OpenSegment(data, Map.of())) {
            overlap(open, open::stop, () -> close(open));
        }
    }

    @Test
    void stoppedWhileItIsBeingClosed() throws Exception {
        try (var open = new OpenSegment(data, Map.of())) {
            overlap(open, () -> close(open), open::stop);
        }
    }

    private static void close(OpenSegment open) {
        open.recordings.close(OpenSegment.SEGMENT, List.of(), Instant.now());
    }

    /// The second one begins when the first has changed its rows and has not committed.
    private static void overlap(OpenSegment open, Runnable first, Runnable second) throws Exception {
        var changed = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> other = threads.submit(() -> {
                changed.await();
                // A database under load may give up waiting for the lock; then it is tried again.
                Eventually.isTrue("the second one", () -> isDone(second));
                return null;
            });
            open.transaction(() -> {
                first.run();
                changed.countDown();
                try {
                    other.get(OVERLAP_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException itWaits) {
                    // For the first one, as it should.
                } catch (InterruptedException | ExecutionException e) {
                    throw new AssertionError(e);
                }
            });
            other.get(1, TimeUnit.MINUTES);
        }
        assertThat(open.state()).as("nothing is open, and it was told to stop").isEqualTo("uploaded");
    }

    private static boolean isDone(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException lockTimedOut) {
            return false;
        }
    }
}
