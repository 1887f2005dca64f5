package dev.moim.stunturn.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that changes in a [LiteSession]. A method that has nothing to change returns the same object.
///
/// @param login what new checks use
/// @param previous the login before a restart, while it is still good
/// @param previousUntilNanos when it stops being good
/// @param nominated one of the paths
record State(
        Login login,
        @Nullable Login previous,
        long previousUntilNanos,
        List<Path> paths,
        @Nullable Path nominated,
        boolean isClosed) {
    /// A client has a few interfaces with two address families and relays each; more is someone who replays a check
    /// from invented addresses. When it is reached new addresses are refused until an old one is idle for 30 s, so
    /// that inventing addresses never pushes out a working one.
    static final int MAX_PATHS = 16;

    /// RFC 7675 section 5.1: consent lasts 30 s.
    static final long CONSENT_NANOS = TimeUnit.SECONDS.toNanos(30);

    static State open(Login login) {
        return new State(login, null, 0, List.of(), null, false);
    }

    State restarted(Login fresh, long previousUntil) {
        return isClosed ? this : new State(fresh, login, previousUntil, paths, nominated, false);
    }

    /// A check with the newest login ends the one before.
    State used(Login used) {
        return isClosed || used != login || previous == null ? this : withoutPrevious();
    }

    boolean accepts(Login used, long nowNanos) {
        return !isClosed && (used == login || (used == previous && nowNanos - previousUntilNanos <= 0));
    }

    @Nullable
    Path path(InetSocketAddress remote) {
        for (Path path : paths) {
            if (path.remote.equals(remote)) {
                return path;
            }
        }
        return null;
    }

    State with(Path fresh, boolean nominate) {
        if (isClosed || paths.size() >= MAX_PATHS || path(fresh.remote) != null) {
            return this;
        }
        List<Path> more = Stream.concat(paths.stream(), Stream.of(fresh)).toList();
        return new State(login, previous, previousUntilNanos, more, nominate ? fresh : nominated, false);
    }

    State nominating(Path path) {
        return isClosed || nominated == path || !paths.contains(path)
                ? this
                : new State(login, previous, previousUntilNanos, paths, path, false);
    }

    /// Without the previous login and the paths whose time is over.
    State pruned(long nowNanos) {
        if (isClosed) {
            return this;
        }
        State state = previous != null && nowNanos - previousUntilNanos > 0 ? withoutPrevious() : this;
        List<Path> fresh = paths.stream()
                .filter(path -> nowNanos - path.checkedNanos <= CONSENT_NANOS)
                .toList();
        if (fresh.size() == paths.size()) {
            return state;
        }
        Path stillNominated = nominated != null && fresh.contains(nominated) ? nominated : null;
        return new State(login, state.previous, previousUntilNanos, fresh, stillNominated, false);
    }

    State without(InetSocketAddress remote) {
        if (path(remote) == null) {
            return this;
        }
        List<Path> others =
                paths.stream().filter(path -> !path.remote.equals(remote)).toList();
        Path stillNominated = nominated != null && others.contains(nominated) ? nominated : null;
        return new State(login, previous, previousUntilNanos, others, stillNominated, isClosed);
    }

    State closed() {
        return isClosed ? this : new State(login, previous, previousUntilNanos, List.of(), null, true);
    }

    private State withoutPrevious() {
        return new State(login, null, 0, paths, nominated, isClosed);
    }
}
