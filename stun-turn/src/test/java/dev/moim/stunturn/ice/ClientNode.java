package dev.moim.stunturn.ice;

import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Node;
import java.net.InetSocketAddress;

/// An [IceClient] in the simulated network.
final class ClientNode implements Node {
    private final Host host;
    private final IceClient client;

    ClientNode(Host host, IceClient client) {
        this.host = host;
        this.client = client;
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        client.onDatagram(datagram, 0, datagram.length, from, nowNanos);
    }

    @Override
    public long poll(long nowNanos) {
        byte[] datagram = client.poll(nowNanos);
        if (datagram != null) {
            host.send(datagram, client.remote());
        }
        return client.nextPollNanos(nowNanos);
    }
}
