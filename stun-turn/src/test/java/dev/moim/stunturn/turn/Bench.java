package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A TURN server with its own clock that keeps what it wants done, for tests that put messages in by hand.
final class Bench implements TurnEffects {
    record ToClient(ClientPath client, byte[] bytes) {}

    record ToServer(RelayedPath path, byte[] bytes) {}

    record ToPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] bytes) {}

    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    static final InetSocketAddress SERVER_SIX = new InetSocketAddress("2001:db8::1", 3478);
    static final InetSocketAddress PHONE = new InetSocketAddress("198.51.100.7", 50_000);
    static final Instant START = Instant.ofEpochSecond(1_800_000_000);
    static final TurnSecret SECRET = new TurnSecret("a secret of tests, known to all".getBytes(StandardCharsets.UTF_8));

    /// Near the end of the scale, where comparing times wrongly shows.
    static final long START_NANOS = Long.MAX_VALUE - Duration.ofSeconds(100).toNanos();

    final List<ToClient> toClient = new ArrayList<>();
    final List<ToServer> toServer = new ArrayList<>();
    final List<ToPeer> toPeer = new ArrayList<>();
    final Set<InetSocketAddress> relays = new HashSet<>();
    final List<ClientPath> ended = new ArrayList<>();
    final Set<String> unwelcome = new HashSet<>();
    final TurnCore core;
    boolean portsAreTaken;

    /// Whether what is sent is forgotten.
    boolean drops;

    long nowNanos = START_NANOS;

    Bench() {
        this(TurnSettings.DEFAULT);
    }

    Bench(TurnSettings settings) {
        core = new TurnCore(
                settings,
                SECRET,
                subject -> !unwelcome.contains(subject),
                this,
                new Random(20_260_101),
                START_NANOS,
                START);
        core.onServerAddresses(List.of(SERVER, SERVER_SIX));
    }

    static TurnSettings opening(String... peers) {
        TurnSettings defaults = TurnSettings.DEFAULT;
        return new TurnSettings(
                defaults.realm(),
                List.of(peers),
                defaults.peerPorts(),
                defaults.relayPorts(),
                defaults.allocationsPerSubject(),
                defaults.allocationsPerSource(),
                defaults.allocations(),
                0);
    }

    /// Time goes on without a poll.
    void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    Instant now() {
        return START.plusNanos(nowNanos - START_NANOS);
    }

    void poll() {
        core.poll(nowNanos, now());
    }

    void put(ClientPath client, byte[] message) {
        core.onClient(client, message, 0, message.length, nowNanos);
    }

    /// @return the answer; there must be one
    RawAnswer ask(ClientPath client, RawStun request) {
        int before = toClient.size();
        put(client, request.bytes());
        if (toClient.size() != before + 1) {
            throw new AssertionError("not answered: " + core.counters());
        }
        return new RawAnswer(toClient.getLast().bytes());
    }

    long count(TurnEnd end) {
        return core.counters().getOrDefault(end.counterName(), -1L);
    }

    @Override
    public void toClient(ClientPath client, byte[] buffer, int offset, int length) {
        if (drops) {
            return;
        }
        toClient.add(new ToClient(client, Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public void toServer(RelayedPath path, byte[] buffer, int offset, int length) {
        if (drops) {
            return;
        }
        toServer.add(new ToServer(path, Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public void toPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length) {
        toPeer.add(new ToPeer(relayed, peer, Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public boolean openRelay(InetSocketAddress relayed) {
        return !portsAreTaken && relays.add(relayed);
    }

    @Override
    public void closeRelay(InetSocketAddress relayed) {
        relays.remove(relayed);
    }

    @Override
    public void onAllocationEnded(ClientPath client) {
        ended.add(client);
    }
}
