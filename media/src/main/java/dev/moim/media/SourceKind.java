package dev.moim.media;

/// What a participant publishes; each participant has at most one source of each kind.
public enum SourceKind {
    MICROPHONE(MediaKind.AUDIO),
    CAMERA(MediaKind.VIDEO),
    SCREEN(MediaKind.VIDEO),
    SCREEN_AUDIO(MediaKind.AUDIO);

    private final MediaKind media;

    SourceKind(MediaKind media) {
        this.media = media;
    }

    public MediaKind media() {
        return media;
    }
}
