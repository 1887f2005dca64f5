package dev.moim.media.record;

/// Takes a recorder's events, on its own threads, one at a time. May block for a moment: packets wait in the queue
/// meanwhile. Must not throw.
@FunctionalInterface
public interface RecorderListener {
    void onEvent(RecorderEvent event);
}
