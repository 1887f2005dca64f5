package dev.moim.signaling.conference;

import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.gateway.Certificate;
import dev.moim.signaling.protocol.ServerMessage.IceServer;
import dev.moim.signaling.room.RoomId;
import dev.moim.stunturn.TurnCredentials;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells people how to reach the relay, and shuts it to those who are sent away. Any thread.
@Singleton
final class IceServers implements RelayAccess {
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

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
        String name = name(host);
        List<String> urls = new ArrayList<>();
        urls.add("turn:" + name + ":" + plane.media().localAddress().getPort() + "?transport=udp");
        int tcpPort = plane.tcpPort();
        if (tcpPort != 0) {
            urls.add("turn:" + name + ":" + tcpPort + "?transport=tcp");
            if (certificate.isPresent()) {
                urls.add("turns:" + name + ":" + tcpPort + "?transport=tcp");
            }
        }
        TurnCredentials credentials = gate.issue(grant, clock.instant());
        return List.of(new IceServer(urls, credentials.username(), credentials.password()));
    }

    private String name(String host) {
        if (!settings.host().isBlank()) {
            return settings.host().strip();
        }
        Matcher matcher = HOST.matcher(host);
        return matcher.matches() ? matcher.group(1) : address();
    }

    /// For clients that name no host: the address that candidates put first.
    private String address() {
        InetAddress address = plane.ice().candidates().getFirst().address().getAddress();
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
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
