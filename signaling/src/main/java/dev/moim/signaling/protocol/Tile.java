package dev.moim.signaling.protocol;

import org.jspecify.annotations.Nullable;

/// One picture on a client's page.
///
/// @param height in CSS pixels, 0 when it is not visible, at most 16384
public record Tile(String participant, Source source, Integer height) {
    public Tile(@Nullable String participant, @Nullable Source source, @Nullable Integer height) {
        this.participant = Check.id("participant", participant);
        this.source = Check.present("source", source);
        this.height = (int) Check.range("height", height == null ? null : height.longValue(), 0, 16_384);
    }
}
