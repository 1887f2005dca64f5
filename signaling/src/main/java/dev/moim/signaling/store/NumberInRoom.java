package dev.moim.signaling.store;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.MappedProperty;

/// The place of a row in its room.
///
/// @param number counts from 1, without gaps
@Embeddable
public record NumberInRoom(@MappedProperty("room_id") String roomId, @MappedProperty("number") long number) {}
