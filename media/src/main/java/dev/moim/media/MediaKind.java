package dev.moim.media;

/// What a track carries.
public enum MediaKind {
    AUDIO,
    VIDEO
}
