package dev.moim.signaling.sdp;

import java.util.List;

/// A session description (RFC 8866), as far as a WebRTC offer needs it (RFC 9429).
///
/// @param bundle the mids of the first BUNDLE group, empty without one
/// @param sections in order
public record SessionDescription(List<String> bundle, List<MediaSection> sections) {
    /// Characters that are read at most; an offer of fifty slots in Chromium has 273 KB.
    public static final int MAX_CHARACTERS = 512 * 1024;

    public SessionDescription {
        bundle = List.copyOf(bundle);
        sections = List.copyOf(sections);
    }

    /// Reads lines that end in CRLF or LF. Unknown lines and attributes are skipped.
    ///
    /// @throws SdpException when it cannot be read
    public static SessionDescription parse(String text) {
        return new SdpParser(text).parse();
    }
}
