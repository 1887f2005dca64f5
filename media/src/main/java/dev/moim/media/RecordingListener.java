package dev.moim.media;

/// Takes a recorder's events, on its own threads, one at a time. May block for a moment: packets wait in the queue
/// meanwhile. Must not throw.
@FunctionalInterface
public interface RecordingListener {
    void onEvent(RecordingEvent event);
}
