package dev.moim.stunturn.ice;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Which session lives at an address. A check proves who sent it and not from where, so without this whoever has a
/// session could name another one's address and take what comes from there. Any thread; holds what all sessions'
/// [State#MAX_PATHS] allow.
final class PathOwners {
    /// An owner that checked its path no longer ago keeps it. Clients renew consent every 4 to 6 s (RFC 7675 section
    /// 5.1), so two renewals may get lost; who comes back from the same address without a goodbye waits no longer.
    static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Map<InetSocketAddress, LiteSession> owners = new ConcurrentHashMap<>();

    /// Gives the address to the session, unless another one lives there.
    boolean claim(InetSocketAddress address, LiteSession session, long nowNanos) {
        while (true) {
            LiteSession before = owners.putIfAbsent(address, session);
            if (before == null || before.equals(session)) {
                return true;
            }
            if (before.lives(address, nowNanos)) {
                return false;
            }
            if (owners.replace(address, before, session)) {
                before.lose(address);
                return true;
            }
        }
    }

    /// Does nothing when another session has it by now.
    void release(InetSocketAddress address, LiteSession session) {
        owners.remove(address, session);
    }

    /// How many addresses have an owner, for tests.
    int size() {
        return owners.size();
    }
}
