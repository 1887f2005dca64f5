package dev.moim.media;

/// Names one source of a room: who publishes and what.
public record SourceId(PeerId peer, SourceKind kind) {}
