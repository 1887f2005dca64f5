package dev.moim.signaling.store;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.MappedProperty;

/// The key of a recording's segment.
///
/// @param number counts from 1
@Embeddable
public record NumberInRecording(
        @MappedProperty("recording_id") String recordingId, @MappedProperty("number") int number) {}
