package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceSession;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A listener that remembers; any thread.
class RecordedPaths implements IceSession.Listener {
    record Told(InetSocketAddress remote, boolean nominated) {}

    final List<Told> paths = new CopyOnWriteArrayList<>();
    final List<InetSocketAddress> lost = new CopyOnWriteArrayList<>();
    final AtomicInteger expired = new AtomicInteger();

    @Override
    public void onPath(InetSocketAddress remote, boolean nominated) {
        paths.add(new Told(remote, nominated));
    }

    @Override
    public void onPathLost(InetSocketAddress remote) {
        lost.add(remote);
    }

    @Override
    public void onExpired() {
        expired.incrementAndGet();
    }
}
