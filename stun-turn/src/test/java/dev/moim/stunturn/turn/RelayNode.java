package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.ice.IceLite;
import dev.moim.stunturn.ice.IceSettings;
import dev.moim.stunturn.netem.Host;
import dev.moim.stunturn.netem.Node;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Relay and ICE of one process in the simulated network, joined as the process joins them.
final class RelayNode implements Node, TurnEffects {
    final IceLite ice = new IceLite(IceSettings.DEFAULT, () -> 3478);
    final TurnCore turn;
    private final Host host;
    private final long startNanos;
    private long nowNanos;
    private long nextPollNanos;

    RelayNode(Host host, long nowNanos) {
        this.host = host;
        this.startNanos = nowNanos;
        this.nowNanos = nowNanos;
        this.nextPollNanos = nowNanos;
        turn = new TurnCore(TurnSettings.DEFAULT, Bench.SECRET, _ -> true, this, new Random(7), nowNanos, Bench.START);
        turn.onServerAddresses(List.of(host.address()));
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        this.nowNanos = nowNanos;
        turn.onClient(new ClientPath.Datagram(from), datagram, 0, datagram.length, nowNanos);
    }

    @Override
    public long poll(long nowNanos) {
        this.nowNanos = nowNanos;
        if (nowNanos - nextPollNanos >= 0) {
            ice.poll(nowNanos);
            turn.poll(nowNanos, Bench.START.plusNanos(nowNanos - startNanos));
            nextPollNanos = nowNanos + Duration.ofSeconds(1).toNanos();
        }
        return nextPollNanos;
    }

    @Override
    public void toClient(ClientPath client, byte[] buffer, int offset, int length) {
        host.send(Arrays.copyOfRange(buffer, offset, offset + length), client.address());
    }

    /// The answer goes back the way it came, while the message is still being handled.
    @Override
    public void toServer(RelayedPath path, byte[] buffer, int offset, int length) {
        ice.onMessage(
                buffer,
                offset,
                length,
                path.source(),
                path.relayed(),
                (answer, start, count) -> {
                    byte[] roomy = ByteBuffer.allocate(count + 8)
                            .put(4, answer, start, count)
                            .array();
                    turn.fromServer(path.source(), roomy, 4, count, nowNanos);
                },
                nowNanos);
    }

    @Override
    public void toPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length) {
        throw new AssertionError("no peer is opened");
    }

    @Override
    public boolean openRelay(InetSocketAddress relayed) {
        throw new AssertionError("no peer is opened");
    }

    @Override
    public void closeRelay(InetSocketAddress relayed) {
        throw new AssertionError("no peer is opened");
    }

    @Override
    public void onAllocationEnded(ClientPath client) {}
}
