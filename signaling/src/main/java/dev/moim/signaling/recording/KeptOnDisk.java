package dev.moim.signaling.recording;

import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import java.util.List;

/// Leaves the files where they are.
@Secondary
@Singleton
final class KeptOnDisk implements Uploads {
    @Override
    public void onSegmentClosed(String recording, List<String> fileIds) {}

    @Override
    public void onStopped(String recording) {}

    @Override
    public void onDeleted(String recording) {}
}
