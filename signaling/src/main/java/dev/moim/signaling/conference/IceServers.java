package dev.moim.signaling.conference;

import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.gateway.Certificate;
import dev.moim.signaling.protocol.ServerMessage.IceServer;
import dev.moim.signaling.room.RoomId;
import dev.moim.stunturn.TurnCredentials;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;

/// Tells people how to reach the relay, and shuts it to those who are sent away. Any thread.
@Singleton
final class IceServers implements RelayAccess {
    private final MediaPlane plane;
    private final RelayGate gate;
    private final RelaySettings settings;
    private final Certificate certificate;
    private final InstantSource clock = InstantSource.system();

    IceServers(MediaPlane plane, RelayGate gate, RelaySettings settings, Certificate certificate) {
        this.plane = plane;
        this.gate = gate;
        this.settings = settings;
        this.certificate = certificate;
    }

    @Override
    public List<IceServer> servers(RoomGrant grant, String host) {
        var urls = new RelayUrls(plane.media().localAddress().getPort(), plane.tcpPort(), certificate.isPresent());
        List<String> names =
                settings.host().isEmpty() ? RelayUrls.names(host, this::address) : List.of(settings.host());
        TurnCredentials credentials = gate.issue(grant, clock.instant());
        return List.of(new IceServer(urls.of(names), credentials.username(), credentials.password()));
    }

    private InetAddress address() {
        return plane.ice().candidates().getFirst().address().getAddress();
    }

    @Override
    public void revoke(String tokenId) {
        plane.endRelays(gate.refuse(tokenId, clock.instant()));
    }

    @Override
    public void endRoom(RoomId room) {
        plane.endRelays(gate.refuse(room, clock.instant()));
    }
}
