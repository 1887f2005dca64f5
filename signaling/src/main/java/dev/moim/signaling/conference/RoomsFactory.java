package dev.moim.signaling.conference;

import dev.moim.signaling.room.EffectRunner;
import dev.moim.signaling.room.RoomSettings;
import dev.moim.signaling.room.RoomStore;
import dev.moim.signaling.room.Rooms;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Makes the rooms of this process.
@Factory
final class RoomsFactory {
    @Singleton
    @Bean(preDestroy = "close")
    Rooms rooms(RoomStore store, EffectRunner effects) {
        return new Rooms(store, effects, RoomSettings.DEFAULTS, InstantSource.system());
    }
}
