package dev.moim.signaling.conference;

import java.io.IOException;

/// The UDP port of audio and video cannot be opened; the cause says why.
public final class MediaPortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MediaPortException(IOException cause) {
        super("the media port cannot be opened", cause);
    }
}
