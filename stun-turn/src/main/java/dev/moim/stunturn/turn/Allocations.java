package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.stun.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All allocations of an instance, found by each name they have, and how many there may be.
final class Allocations {
    private final TurnSettings settings;
    private final TurnEffects effects;
    private final boolean opensSockets;
    private final RelayPorts ports;
    private final Map<ClientPath, Allocation> byClient = new HashMap<>();
    private final Map<InetAddress, Allocation> byInner = new HashMap<>();
    private final Map<InetSocketAddress, Allocation> byRelayed = new HashMap<>();
    private final Map<String, Integer> perSubject = new HashMap<>();
    private final Map<IpAddress, Integer> perSource = new HashMap<>();
    private volatile int size;
    private long count;

    /// @param opensSockets whether a relayed address is a socket's
    Allocations(TurnSettings settings, boolean opensSockets, TurnEffects effects, RandomGenerator random) {
        this.settings = settings;
        this.opensSockets = opensSockets;
        this.effects = effects;
        this.ports = new RelayPorts(settings.relayPorts(), random);
    }

    /// Living ones; any thread.
    int size() {
        return size;
    }

    /// One whose time is over is gone, even if no poll has come since.
    @Nullable
    Allocation of(ClientPath client, long nowNanos) {
        return living(byClient.get(client), nowNanos);
    }

    @Nullable
    Allocation ofInner(InetAddress inner, long nowNanos) {
        return living(byInner.get(inner), nowNanos);
    }

    @Nullable
    Allocation ofRelayed(InetSocketAddress relayed, long nowNanos) {
        return living(byRelayed.get(relayed), nowNanos);
    }

    private @Nullable Allocation living(@Nullable Allocation allocation, long nowNanos) {
        if (allocation != null && allocation.isOver(nowNanos)) {
            end(allocation);
            return null;
        }
        return allocation;
    }

    boolean isQuotaReached(Login login, ClientPath client) {
        return perSubject.getOrDefault(login.subject(), 0) >= settings.allocationsPerSubject()
                || perSource.getOrDefault(Sources.of(client), 0) >= settings.allocationsPerSource();
    }

    /// @param address of the server, of the wanted family
    /// @return null if there is no room
    @Nullable
    Allocation open(ClientPath client, Login login, InetAddress address, boolean even) {
        if (byClient.size() >= settings.allocations()) {
            return null;
        }
        int port = ports.take(
                even, candidate -> !opensSockets || effects.openRelay(new InetSocketAddress(address, candidate)));
        if (port == 0) {
            return null;
        }
        InetAddress inner = InnerAddress.of(
                        InnerAddress.Kind.TURN_ALLOCATION, settings.shard(), ++count & InnerAddress.MAX_NUMBER, 1)
                .getAddress();
        Allocation allocation = new Allocation(client, login, new InetSocketAddress(address, port), inner);
        byClient.put(client, allocation);
        byInner.put(inner, allocation);
        byRelayed.put(allocation.relayed, allocation);
        perSubject.merge(login.subject(), 1, Integer::sum);
        perSource.merge(allocation.source, 1, Integer::sum);
        size = byClient.size();
        return allocation;
    }

    void end(Allocation allocation) {
        byClient.remove(allocation.client);
        byInner.remove(allocation.inner);
        byRelayed.remove(allocation.relayed);
        perSubject.computeIfPresent(allocation.login.subject(), (_, n) -> n == 1 ? null : n - 1);
        perSource.computeIfPresent(allocation.source, (_, n) -> n == 1 ? null : n - 1);
        size = byClient.size();
        ports.giveBack(allocation.relayed.getPort());
        if (opensSockets) {
            effects.closeRelay(allocation.relayed);
        }
        effects.onAllocationEnded(allocation.client);
    }

    /// @return how many ended
    int endIf(Predicate<Allocation> which) {
        List<Allocation> ending = byClient.values().stream().filter(which).toList();
        ending.forEach(this::end);
        return ending.size();
    }
}
