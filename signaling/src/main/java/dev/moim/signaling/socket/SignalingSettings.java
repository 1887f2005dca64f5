package dev.moim.signaling.socket;

import dev.moim.signaling.room.RecordingRules;
import dev.moim.signaling.room.RoomSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// The signaling channel's limits.
///
/// @param maxConnections open WebSocket connections of the whole server; more get 503
/// @param connectionBurst connections one address may open at once; more get 503
/// @param connectionsPerSecond and in the long run; high because a whole office may share one address
/// @param messageBurst messages a connection may send at once; more get `too-fast`
/// @param messagesPerSecond and in the long run
/// @param faultBurst bad or too frequent messages after which a connection is closed (4001)
/// @param maxMessageBytes of one message of a client (1009)
/// @param maxUnsentBytes that wait for a client which reads too slowly (4002)
/// @param replayMessages unacknowledged messages kept for each participant
/// @param replayCharacters and their size; three bytes each at most, so that a resume fits into `maxUnsentBytes`
/// @param joinLimit time for the first message, and for any message from its first byte to its last (4000)
/// @param pingInterval between two pings of the server
/// @param pongLimit silence after a ping that ends a connection
/// @param closeLimit time for a client's answer to a close
/// @param resumeWindow how long a participant without a connection stays
/// @param emptyGrace how long an empty room is kept in memory
/// @param typingExpiry after which a person who typed is no longer shown as typing
/// @param chatBurst chat messages a participant may post at once
/// @param chatPerSecond and in the long run
@ConfigurationProperties("moim.signaling")
public record SignalingSettings(
        @Bindable(defaultValue = "10000") int maxConnections,
        @Bindable(defaultValue = "1000") int connectionBurst,
        @Bindable(defaultValue = "100") double connectionsPerSecond,
        @Bindable(defaultValue = "200") int messageBurst,
        @Bindable(defaultValue = "50") double messagesPerSecond,
        @Bindable(defaultValue = "50") int faultBurst,
        @Bindable(defaultValue = "1048576") int maxMessageBytes,
        @Bindable(defaultValue = "1048576") int maxUnsentBytes,
        @Bindable(defaultValue = "1000") int replayMessages,
        @Bindable(defaultValue = "262144") int replayCharacters,
        @Bindable(defaultValue = "10s") Duration joinLimit,
        @Bindable(defaultValue = "30s") Duration pingInterval,
        @Bindable(defaultValue = "10s") Duration pongLimit,
        @Bindable(defaultValue = "5s") Duration closeLimit,
        @Bindable(defaultValue = "60s") Duration resumeWindow,
        @Bindable(defaultValue = "60s") Duration emptyGrace,
        @Bindable(defaultValue = "6s") Duration typingExpiry,
        @Bindable(defaultValue = "30") int chatBurst,
        @Bindable(defaultValue = "5") double chatPerSecond) {

    public SignalingSettings {
        if (maxMessageBytes < 1024 || maxMessageBytes > 1024 * 1024) {
            throw new IllegalArgumentException("moim.signaling.max-message-bytes is from 1024 to 1048576");
        }
        if (maxConnections < 1 || connectionBurst < 1 || messageBurst < 1 || faultBurst < 1 || replayMessages < 1) {
            throw new IllegalArgumentException("a limit of moim.signaling is below 1");
        }
    }

    RoomSettings room(RecordingRules recordings) {
        return new RoomSettings(resumeWindow, emptyGrace, typingExpiry, chatBurst, chatPerSecond, recordings);
    }
}
