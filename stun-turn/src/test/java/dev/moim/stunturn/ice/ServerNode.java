package dev.moim.stunturn.ice;

import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Node;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// An [IceLite] in the simulated network, polled once a second.
final class ServerNode implements Node {
    final IceLite gateway;
    private final Host host;
    private long nextPollNanos;

    ServerNode(Host host, long nowNanos) {
        this.host = host;
        this.gateway = new IceLite(IceSettings.DEFAULT, () -> host.address().getPort());
        this.nextPollNanos = nowNanos;
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        gateway.onDatagram(
                datagram,
                0,
                datagram.length,
                from,
                (buffer, offset, length) -> host.send(Arrays.copyOfRange(buffer, offset, offset + length), from),
                nowNanos);
    }

    @Override
    public long poll(long nowNanos) {
        if (nowNanos - nextPollNanos >= 0) {
            gateway.poll(nowNanos);
            nextPollNanos = nowNanos + TimeUnit.SECONDS.toNanos(1);
        }
        return nextPollNanos;
    }
}
