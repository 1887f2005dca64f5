package dev.moim.media.receive;

import org.jspecify.annotations.Nullable;

/// One SSRC of a publisher: a track's own, or the one that carries its retransmissions (RFC 4588).
///
/// @param window which packets of this SSRC have arrived
/// @param source where the packets belong
/// @param layer index of the source's layer
/// @param track the media stream, or null for retransmissions: those go to the layer's track of the moment
record Incoming(int ssrc, ArrivalWindow window, Source source, int layer, @Nullable UpTrack track) {}
