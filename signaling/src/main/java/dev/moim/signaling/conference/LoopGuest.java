package dev.moim.signaling.conference;

import dev.moim.media.DatagramGuest;
import dev.moim.media.GuestLoop;
import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.IceGateway;
import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.TurnServer;
import dev.moim.stunturn.stun.StunRoute;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// What one media loop does besides media: checks go to ICE, TURN to this loop's relay. Peers whose packets come
/// through the relay or by TCP have inner addresses as paths; what media sends there comes back here. The loop's
/// thread only, but for what says otherwise.
final class LoopGuest implements DatagramGuest {
    /// Remembered clients; at one more all are forgotten, so that strangers can make it no bigger.
    private static final int MAX_CLIENTS = 1024;

    private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final GuestLoop loop;
    private final IceGateway ice;
    private final InstantSource clock;
    private final TurnServer turn;
    private final RelaySockets relays;
    private final LoopStreams streams;
    private final Map<InetSocketAddress, ClientPath.Datagram> clients = new HashMap<>();
    private long nowNanos;
    private long polledNanos;

    /// @param turn makes the relay of this loop
    LoopGuest(
            GuestLoop loop,
            IceGateway ice,
            RelaySockets relays,
            InstantSource clock,
            long nowNanos,
            Function<TurnEffects, TurnServer> turn) {
        this.loop = loop;
        this.ice = ice;
        this.relays = relays;
        this.clock = clock;
        this.nowNanos = nowNanos;
        this.polledNanos = nowNanos;
        this.streams = new LoopStreams(this);
        this.turn = turn.apply(new Effects());
    }

    /// How connections reach this loop.
    LoopStreams streams() {
        return streams;
    }

    GuestLoop loop() {
        return loop;
    }

    /// For what any thread may ask of it.
    TurnServer relay() {
        return turn;
    }

    /// Any thread.
    void onServerAddresses(List<InetSocketAddress> addresses) {
        loop.execute(_ -> turn.onServerAddresses(addresses));
    }

    /// Any thread.
    void revoke(Predicate<String> subjects) {
        loop.execute(_ -> turn.revoke(subjects));
    }

    @Override
    public void onDatagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos) {
        this.nowNanos = nowNanos;
        switch (StunRoute.of(buffer, offset, length)) {
            case TURN -> turn.onClient(client(source), buffer, offset, length, nowNanos);
            case ICE, NONE -> ice.onDatagram(buffer, offset, length, source, reply::send, nowNanos);
        }
    }

    private ClientPath.Datagram client(InetSocketAddress source) {
        ClientPath.Datagram known = clients.get(source);
        if (known != null) {
            return known;
        }
        if (clients.size() == MAX_CLIENTS) {
            clients.clear();
        }
        var fresh = new ClientPath.Datagram(source);
        clients.put(source, fresh);
        return fresh;
    }

    /// One message of a TURN connection.
    void onTurn(ClientPath.Stream client, byte[] buffer, int offset, int length, long nowNanos) {
        this.nowNanos = nowNanos;
        turn.onClient(client, buffer, offset, length, nowNanos);
    }

    /// One packet of an ICE connection.
    void onIce(LoopStream stream, byte[] buffer, int offset, int length, long nowNanos) {
        this.nowNanos = nowNanos;
        if (StunRoute.of(buffer, offset, length) == StunRoute.ICE) {
            ice.onMessage(
                    buffer,
                    offset,
                    length,
                    stream.inner(),
                    stream.client().address(),
                    (answer, from, size) -> {
                        stream.onCheck(nowNanos);
                        stream.send(answer, from, size);
                    },
                    nowNanos);
        } else {
            loop.deliver(stream.inner(), buffer, offset, length);
        }
    }

    void onClientGone(ClientPath client) {
        turn.onClientGone(client);
    }

    @Override
    public int ownerOf(InetSocketAddress path) {
        return InnerAddress.isInner(path.getAddress()) ? InnerAddress.shard(path.getAddress()) : NETWORK;
    }

    @Override
    public boolean send(InetSocketAddress path, byte[] buffer, int offset, int length, long nowNanos) {
        LoopStream stream = streams.ofIce(path);
        return stream != null
                ? stream.send(buffer, offset, length)
                : turn.fromServer(path, buffer, offset, length, nowNanos);
    }

    @Override
    public void poll(long nowNanos) {
        this.nowNanos = nowNanos;
        if (nowNanos - polledNanos >= POLL_NANOS) {
            polledNanos = nowNanos;
            turn.poll(nowNanos, clock.instant());
            streams.poll(nowNanos);
        }
        streams.flush();
    }

    private final class Effects implements TurnEffects {
        @Override
        public void toClient(ClientPath client, byte[] buffer, int offset, int length) {
            switch (client) {
                case ClientPath.Datagram datagram -> loop.send(datagram.address(), buffer, offset, length);
                case ClientPath.Stream stream -> streams.toTurnClient(stream, buffer, offset, length);
            }
        }

        @Override
        public void toServer(RelayedPath path, byte[] buffer, int offset, int length) {
            switch (StunRoute.of(buffer, offset, length)) {
                case ICE ->
                    ice.onMessage(
                            buffer,
                            offset,
                            length,
                            path.source(),
                            path.relayed(),
                            (answer, from, size) -> turn.fromServer(path.source(), answer, from, size, nowNanos),
                            nowNanos);
                case TURN, NONE -> loop.deliver(path.source(), buffer, offset, length);
            }
        }

        @Override
        public void toPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length) {
            relays.send(relayed, peer, buffer, offset, length);
        }

        @Override
        public boolean openRelay(InetSocketAddress relayed) {
            return relays.open(
                    relayed,
                    (peer, datagram, done) -> loop.execute(now -> {
                        nowNanos = now;
                        turn.fromPeer(relayed, peer, datagram, 0, datagram.length, now);
                        done.run();
                    }));
        }

        @Override
        public void closeRelay(InetSocketAddress relayed) {
            relays.close(relayed);
        }

        @Override
        public void onAllocationEnded(ClientPath client) {
            if (client instanceof ClientPath.Stream stream) {
                streams.onAllocationEnded(stream, nowNanos);
            }
        }
    }
}
