package dev.moim.signaling.recording;

/// Names a segment of a recording.
///
/// @param number counts from 1
public record SegmentId(String recording, int number) {}
