package dev.moim.signaling.socket;

import dev.moim.signaling.auth.ClientAddresses;
import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.room.Rooms;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;

/// What every upgrade needs. Made at the first one, so that the server's start does not wait for it.
@Singleton
final class Upgrades {
    private final Doorkeeper doorkeeper;
    private final ConnectionLimits limits;
    private final ClientAddresses addresses;
    private final SocketEngine engine;
    private final Rooms rooms;
    private final ProtocolCodec codec;
    private final SignalingSettings settings;
    private final RelayAccess relay;
    private final Memory memory;
    private final InstantSource clock = InstantSource.system();

    Upgrades(
            Doorkeeper doorkeeper,
            ConnectionLimits limits,
            ClientAddresses addresses,
            SocketEngine engine,
            Rooms rooms,
            ProtocolCodec codec,
            SignalingSettings settings,
            RelayAccess relay,
            Memory memory) {
        this.doorkeeper = doorkeeper;
        this.limits = limits;
        this.addresses = addresses;
        this.engine = engine;
        this.rooms = rooms;
        this.codec = codec;
        this.settings = settings;
        this.relay = relay;
        this.memory = memory;
    }

    /// May block.
    Doorkeeper.Verdict judge(Channel channel, HttpRequest request, String room) {
        if (!limits.tryOpen(address(channel, request), clock.instant())) {
            return new Doorkeeper.Verdict.Refused(Refusal.FULL);
        }
        channel.closeFuture().addListener(_ -> limits.onClosed());
        return doorkeeper.judge(request, room);
    }

    SocketHandler handler(Channel channel, RoomGrant grant, HttpRequest handshake) {
        String host = handshake.headers().get(HttpHeaderNames.HOST, "");
        return new SocketHandler(
                channel,
                grant.subject(),
                settings,
                new Unfinished(memory.unfinished(), address(channel, handshake), settings.joinLimit()),
                memory.unsent(),
                wire -> new SignalingConnection(
                        grant, wire, () -> relay.servers(grant, host), rooms, codec, settings, memory.replay(), clock));
    }

    WebSocketEngine.UpgradeInfo upgrade(HttpRequest request, Visitor visitor, TyrusUpgradeResponse response) {
        return engine.upgrade(request, visitor, response);
    }

    private String address(Channel channel, HttpRequest request) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? addresses.of(remote, request.headers().getAll("X-Forwarded-For"))
                : "";
    }
}
