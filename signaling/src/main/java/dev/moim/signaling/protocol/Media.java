package dev.moim.signaling.protocol;

/// Which sources are switched on; one that a message leaves out is off.
public record Media(boolean microphone, boolean camera, boolean screen, boolean screenAudio) {
    public static final Media OFF = new Media(false, false, false, false);

    public boolean has(Source source) {
        return switch (source) {
            case MICROPHONE -> microphone;
            case CAMERA -> camera;
            case SCREEN -> screen;
            case SCREEN_AUDIO -> screenAudio;
        };
    }
}
