package dev.moim.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// What a sending m-section of an offer carries.
///
/// @param mid its `a=mid`, 1 to 32 characters
public record TrackInfo(String mid, Source source) {
    public TrackInfo(@Nullable String mid, @Nullable Source source) {
        this.mid = Check.line("mid", mid, 1, 32);
        this.source = Check.present("source", source);
    }
}
