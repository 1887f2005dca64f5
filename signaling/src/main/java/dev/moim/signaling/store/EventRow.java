package dev.moim.signaling.store;

import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// One row of the event log.
///
/// @param data a JSON object
@MappedEntity("events")
public record EventRow(@EmbeddedId NumberInRoom key, String type, Instant happenedAt, String data) {}
