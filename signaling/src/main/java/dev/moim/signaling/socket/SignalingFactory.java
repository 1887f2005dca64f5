package dev.moim.signaling.socket;

import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.recording.RecordingSettings;
import dev.moim.signaling.room.EffectRunner;
import dev.moim.signaling.room.RoomStore;
import dev.moim.signaling.room.Rooms;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Makes beans of the classes that know no framework.
@Factory
final class SignalingFactory {
    @Singleton
    @Bean(preDestroy = "close")
    Rooms rooms(RoomStore store, EffectRunner runner, SignalingSettings settings, RecordingSettings recording) {
        return new Rooms(store, runner, settings.room(recording.rules()), InstantSource.system());
    }

    @Singleton
    ProtocolCodec codec() {
        return new ProtocolCodec();
    }
}
