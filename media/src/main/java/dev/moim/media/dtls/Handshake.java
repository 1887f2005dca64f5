package dev.moim.media.dtls;

import org.jspecify.annotations.Nullable;

/// One attempt at a handshake.
interface Handshake {
    /// Null until it is complete.
    @Nullable
    SrtpKeys keys();
}
