package dev.moim.media;

/// A subscriber wants to see a source; the order of wishes is their importance.
///
/// @param source a video source of the room
/// @param height the height in CSS pixels at which it is shown, 0 when it is not visible
public record Wish(SourceId source, int height) {}
