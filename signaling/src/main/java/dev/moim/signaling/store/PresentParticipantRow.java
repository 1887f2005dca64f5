package dev.moim.signaling.store;

import io.micronaut.data.annotation.Embeddable;
import io.micronaut.data.annotation.EmbeddedId;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;

/// Someone whom the event log has as inside.
@MappedEntity("present_participants")
public record PresentParticipantRow(@EmbeddedId Place place, String name, String subject) {
    @Embeddable
    public record Place(@MappedProperty("room_id") String roomId, @MappedProperty("participant") String participant) {}
}
