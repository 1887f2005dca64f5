package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.IceSession;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/// One peer's session. Several loops may deliver its checks at once: all that changes is one immutable [State],
/// replaced by compare-and-set, and who replaced it tells the listener.
final class LiteSession implements IceSession {
    /// How long credentials outlive a restart when no check uses the new ones.
    private static final long RESTART_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final VarHandle STATE = stateHandle();

    private final Logins logins;
    private final PathOwners owners;
    private final Listener listener;
    private final LongSupplier clock;
    private volatile State state;
    private volatile long checkedNanos;

    private LiteSession(Logins logins, PathOwners owners, Listener listener, LongSupplier clock, long nowNanos) {
        this.logins = logins;
        this.owners = owners;
        this.listener = listener;
        this.clock = clock;
        this.checkedNanos = nowNanos;
        this.state = State.open(logins.make(this));
    }

    /// Polls and checks of other threads may come as soon as the session is registered, so it is complete before.
    ///
    /// @param clock the gateway's last known time, for restarts
    static LiteSession open(Logins logins, PathOwners owners, Listener listener, LongSupplier clock, long nowNanos) {
        LiteSession session = new LiteSession(logins, owners, listener, clock, nowNanos);
        while (!logins.register(session.state.login())) {
            session.state = State.open(logins.make(session));
        }
        return session;
    }

    @Override
    public IceCredentials credentials() {
        return state.login().credentials;
    }

    @Override
    public IceCredentials restart() {
        Login fresh = logins.issue(this);
        long previousUntil = clock.getAsLong() + RESTART_NANOS;
        State before = change(now -> now.restarted(fresh, previousUntil));
        logins.revoke(before.isClosed() ? fresh : before.previous());
        return fresh.credentials;
    }

    @Override
    public void close() {
        end();
    }

    State state() {
        return state;
    }

    /// Takes an authenticated check.
    ///
    /// @return [IceEnd#ANSWERED] if it is to be answered
    IceEnd onCheck(Login login, InetSocketAddress source, boolean nominate, long nowNanos) {
        State before = change(now -> now.used(login));
        if (!before.accepts(login, nowNanos)) {
            return IceEnd.UNKNOWN_USER;
        }
        if (login == before.login()) {
            logins.revoke(before.previous());
        }
        checkedNanos = nowNanos;
        Path path = before.path(source);
        return path == null
                ? onNewPath(new Path(source, nowNanos), nominate, nowNanos)
                : onKnownPath(path, nominate, nowNanos);
    }

    private IceEnd onNewPath(Path fresh, boolean nominate, long nowNanos) {
        if (!owners.claim(fresh.remote, this, nowNanos)) {
            return IceEnd.ADDRESS_TAKEN;
        }
        State before = change(now -> now.with(fresh, nominate));
        if (state.path(fresh.remote) == null) {
            owners.release(fresh.remote, this);
        }
        if (before.isClosed()) {
            return IceEnd.UNKNOWN_USER;
        }
        if (before.path(fresh.remote) != null) {
            return IceEnd.PENDING;
        }
        if (before.paths().size() >= State.MAX_PATHS) {
            return IceEnd.ADDRESS_LIMIT;
        }
        if (nominate) {
            announceNominated(fresh);
        } else {
            listener.onPath(fresh.remote, false);
        }
        fresh.announced = true;
        if (state.isClosed()) {
            // Whoever expired it meanwhile may have told the loss before we told the path.
            listener.onPathLost(fresh.remote);
        }
        return IceEnd.ANSWERED;
    }

    private IceEnd onKnownPath(Path path, boolean nominate, long nowNanos) {
        path.checkedNanos = nowNanos;
        if (!path.announced) {
            return IceEnd.PENDING;
        }
        if (nominate && change(now -> now.nominating(path)).nominated() != path) {
            announceNominated(path);
        }
        return IceEnd.ANSWERED;
    }

    /// Two threads may nominate two paths at once: whoever has told the listener looks again, so that the last call
    /// names the path that the state names.
    private void announceNominated(Path path) {
        listener.onPath(path.remote, true);
        Path told = path;
        for (Path now = state.nominated(); now != null && now != told; now = state.nominated()) {
            listener.onPath(now.remote, true);
            told = now;
        }
    }

    /// Whether a check came from the address a short while ago.
    boolean lives(InetSocketAddress address, long nowNanos) {
        Path path = state.path(address);
        return path != null && nowNanos - path.checkedNanos <= PathOwners.ALIVE_NANOS;
    }

    /// Another session lives at the address now.
    void lose(InetSocketAddress address) {
        if (change(now -> now.without(address)).path(address) != null) {
            listener.onPathLost(address);
        }
    }

    /// Ends what is out of time.
    void poll(long nowNanos) {
        if (nowNanos - checkedNanos > State.CONSENT_NANOS) {
            State before = end();
            if (!before.isClosed()) {
                // RFC 7675 section 5.1: nothing more is sent there.
                before.paths().forEach(path -> listener.onPathLost(path.remote));
                listener.onExpired();
            }
            return;
        }
        State before = state;
        State after = before.pruned(nowNanos);
        // Whoever changed the state in between leaves the pruning to the next poll.
        if (after.equals(before) || !STATE.compareAndSet(this, before, after)) {
            return;
        }
        if (after.previous() == null) {
            logins.revoke(before.previous());
        }
        for (Path path : before.paths()) {
            if (!after.paths().contains(path)) {
                owners.release(path.remote, this);
                listener.onPathLost(path.remote);
            }
        }
    }

    /// @return the state before the end
    private State end() {
        State before = change(State::closed);
        logins.revoke(before.login());
        logins.revoke(before.previous());
        before.paths().forEach(path -> owners.release(path.remote, this));
        return before;
    }

    /// @return the state before the change
    private State change(UnaryOperator<State> change) {
        while (true) {
            State before = state;
            State after = change.apply(before);
            if (after.equals(before) || STATE.compareAndSet(this, before, after)) {
                return before;
            }
        }
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(LiteSession.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
