package dev.moim.media;

import java.util.Optional;

/// The RTP header extensions (RFC 8285) that the engine understands; others are not negotiated.
public enum HeaderExtension {
    MID("urn:ietf:params:rtp-hdrext:sdes:mid"),
    RID("urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
    REPAIRED_RID("urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"),
    AUDIO_LEVEL("urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
    TRANSPORT_CC("http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
    VIDEO_ORIENTATION("urn:3gpp:video-orientation"),
    DEPENDENCY_DESCRIPTOR("https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension");

    private final String uri;

    HeaderExtension(String uri) {
        this.uri = uri;
    }

    /// The URI of `a=extmap`.
    public String uri() {
        return uri;
    }

    public static Optional<HeaderExtension> ofUri(String uri) {
        for (var extension : values()) {
            if (extension.uri.equals(uri)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
