package dev.moim.media.record;

import dev.moim.media.RecordedFile;
import dev.moim.media.RecordingEvent;
import dev.moim.media.SourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The finished files of one track, whose sums may still be under way. One thread.
final class FileList {
    private final SourceId source;
    private final Surroundings surroundings;
    private final List<RecordedFile> finished = new ArrayList<>();
    private final List<@Nullable CompletableFuture<String>> sums = new ArrayList<>();
    private int announced;

    FileList(SourceId source, Surroundings surroundings) {
        this.source = source;
        this.surroundings = surroundings;
    }

    int size() {
        return finished.size();
    }

    void add(RecordedFile file) {
        finished.add(file);
        sums.add(surroundings.checksums().of(file.name()));
    }

    /// Announces files whose sums are there.
    ///
    /// @return whether there were any
    boolean poll() {
        int before = announced;
        while (announced < finished.size()) {
            CompletableFuture<String> sum = sums.get(announced);
            if (sum != null && !sum.isDone()) {
                break;
            }
            announce(sum == null ? "" : sum.join());
        }
        return announced > before;
    }

    /// Waits for all sums.
    void complete() {
        sums.forEach(sum -> {
            if (sum != null) {
                sum.join();
            }
        });
        poll();
    }

    private void announce(String sha256) {
        RecordedFile file = finished.get(announced).withSum(sha256);
        finished.set(announced, file);
        sums.set(announced, null);
        announced++;
        surroundings.events().accept(new RecordingEvent.FileClosed(source, file));
    }

    List<RecordedFile> files() {
        return finished;
    }
}
