package dev.moim.signaling.alerts;

/// Bytes for a reader.
///
/// @param onTaken runs when the connection takes them: the framework's own demand runs hundreds of pieces ahead
record Piece(byte[] bytes, Runnable onTaken) {}
