package dev.moim.media.loop;

import dev.moim.media.CloseCause;
import dev.moim.media.MediaEvent;
import dev.moim.media.MediaListener;
import dev.moim.media.MediaRoom;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.RecordingListener;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SourceId;
import dev.moim.media.Wish;
import dev.moim.media.record.Recorder;
import dev.moim.media.router.Router;
import dev.moim.media.udp.RemoteAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A room as other threads see it, which makes commands of their calls, and what its loop knows of it. A fault ends the
/// peer that met it, or the room if it belongs to no peer; the loop and its other rooms go on.
final class LoopRoom implements MediaRoom {
    private static final System.Logger LOG = System.getLogger(LoopRoom.class.getName());

    private final String name;
    private final MediaLoop loop;
    private final MediaListener listener;
    private final Router router;

    /// Changed by the callers' threads when they call, so that a path finds its peer on every loop at once.
    private final Map<PeerId, LoopPeer> peers = new ConcurrentHashMap<>();

    private final AtomicBoolean closed = new AtomicBoolean();

    // The loop's own from here on.
    private boolean ended;
    private boolean touched = true;
    private long deadlineNanos = Long.MAX_VALUE;

    LoopRoom(String name, MediaLoop loop, MediaListener listener) {
        this.name = name;
        this.loop = loop;
        this.listener = listener;
        this.router = new Router(listener, loop.counters(), loop.budget());
    }

    @Override
    public void join(PeerId id, PeerParameters parameters) {
        if (!closed.get()) {
            LoopPeer peer = peers.computeIfAbsent(id, key -> new LoopPeer(key, this, loop));
            submit(peer, nowNanos -> peer.join(parameters, nowNanos));
        }
    }

    @Override
    public void leave(PeerId id) {
        LoopPeer peer = peers.remove(id);
        if (peer != null) {
            submit(peer, peer::leave);
        }
    }

    @Override
    public void addPath(PeerId id, InetSocketAddress remote, boolean nominated) {
        LoopPeer peer = peers.get(id);
        if (peer != null) {
            var path = RemoteAddress.of(remote);
            loop.registerElsewhere(path, peer);
            // Last, so that the owner's decision about the path reaches the others after the path itself.
            submit(peer, _ -> peer.addPath(path, nominated));
        }
    }

    @Override
    public void removePath(PeerId id, InetSocketAddress remote) {
        LoopPeer peer = peers.get(id);
        if (peer != null) {
            var path = RemoteAddress.of(remote);
            submit(peer, _ -> peer.removePath(path));
        }
    }

    @Override
    public void setEnabled(SourceId source, boolean enabled) {
        LoopPeer peer = peers.get(source.peer());
        if (peer != null) {
            submit(peer, nowNanos -> router.setEnabled(source, enabled, nowNanos));
        }
    }

    @Override
    public void setWishes(PeerId subscriber, List<Wish> wishes) {
        LoopPeer peer = peers.get(subscriber);
        if (peer != null) {
            var copy = List.copyOf(wishes);
            submit(peer, nowNanos -> router.setWishes(subscriber, copy, nowNanos));
        }
    }

    @Override
    public void record(RecordingSettings settings, RecordingListener listener) {
        // Its thread and its memory are made here, not on the loop.
        Recorder recorder = Recorder.start(settings, Instant.now(), System::nanoTime, listener);
        loop.submit(nowNanos -> {
            if (ended) {
                recorder.end();
            } else {
                guard(() -> router.record(recorder, nowNanos), nowNanos);
            }
        });
    }

    @Override
    public void endRecording() {
        loop.submit(nowNanos -> guard(() -> router.endRecording(nowNanos), nowNanos));
    }

    private void guard(Runnable action, long nowNanos) {
        touched = true;
        try {
            action.run();
        } catch (RuntimeException | Error fault) {
            onFault(fault, nowNanos);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            loop.submit(this::end);
        }
    }

    /// Runs something that concerns the peer on the loop; any thread.
    void execute(LoopPeer peer, Runnable action) {
        submit(peer, _ -> action.run());
    }

    private void submit(LoopPeer peer, Command command) {
        loop.submit(nowNanos -> {
            touched = true;
            try {
                command.run(nowNanos);
            } catch (RuntimeException | Error fault) {
                onFault(peer, fault, nowNanos);
            }
        });
    }

    Router router() {
        return router;
    }

    boolean hasEnded() {
        return ended;
    }

    void announce(MediaEvent event) {
        if (!ended) {
            listener.onEvent(event);
        }
    }

    void onDatagram(LoopPeer peer, byte[] buffer, int offset, int length, long nowNanos) {
        touched = true;
        try {
            peer.onDatagram(buffer, offset, length, nowNanos);
        } catch (RuntimeException | Error fault) {
            onFault(peer, fault, nowNanos);
        }
    }

    /// Lets the router send if something happened or its time has come.
    ///
    /// @return when to call again at the latest, [Long#MAX_VALUE] for never
    long poll(long nowNanos) {
        boolean due = deadlineNanos != Long.MAX_VALUE && deadlineNanos - nowNanos <= 0;
        if (touched || due) {
            touched = false;
            try {
                deadlineNanos = router.poll(nowNanos);
            } catch (RuntimeException | Error fault) {
                onFault(fault, nowNanos);
                return Long.MAX_VALUE;
            }
        }
        return deadlineNanos;
    }

    private void onFault(LoopPeer peer, Throwable fault, long nowNanos) {
        loop.counters().error();
        LOG.log(System.Logger.Level.ERROR, "peer " + peer.id() + " of room " + name + " ends by a fault", fault);
        try {
            var successor = new LoopPeer(peer.id(), this, loop);
            List<RemoteAddress> paths = peer.paths();
            peer.leave(nowNanos);
            // ICE knows the paths and does not tell them again: the next offer finds them here.
            if (peers.replace(peer.id(), peer, successor)) {
                paths.forEach(path -> {
                    loop.registerElsewhere(path, successor);
                    successor.addPath(path, true);
                });
            }
            announce(new MediaEvent.PeerClosed(peer.id(), CloseCause.FAULT, fault.toString()));
        } catch (RuntimeException | Error second) {
            onFault(second, nowNanos);
        }
    }

    private void onFault(Throwable fault, long nowNanos) {
        loop.counters().error();
        LOG.log(System.Logger.Level.ERROR, "room " + name + " ends by a fault", fault);
        for (var peer : peers.values()) {
            peer.abandon(nowNanos);
            announce(new MediaEvent.PeerClosed(peer.id(), CloseCause.FAULT, fault.toString()));
        }
        finish(nowNanos);
    }

    /// Removes all peers and the room; the loop's thread only.
    void end(long nowNanos) {
        if (ended) {
            return;
        }
        try {
            peers.values().forEach(peer -> peer.leave(nowNanos));
        } catch (RuntimeException | Error fault) {
            onFault(fault, nowNanos);
        }
        finish(nowNanos);
    }

    private void finish(long nowNanos) {
        closed.set(true);
        if (!ended) {
            ended = true;
            loop.remove(this);
            router.end(nowNanos);
        }
        peers.clear();
    }
}
