package dev.moim.media;

/// Takes a room's events. Called on the media loop: returns at once, never blocks, never throws.
@FunctionalInterface
public interface MediaListener {
    void onEvent(MediaEvent event);
}
