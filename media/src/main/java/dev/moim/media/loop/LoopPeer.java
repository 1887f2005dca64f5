package dev.moim.media.loop;

import dev.moim.media.CloseCause;
import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.MediaEvent;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.router.PeerLink;
import dev.moim.media.router.RouterPeer;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.transport.DatagramPath;
import dev.moim.media.transport.PeerTransport;
import dev.moim.media.udp.RemoteAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One peer on its loop: joins its addresses, its transport and its place in the router. Made by any thread, used by
/// the loop's.
final class LoopPeer implements PeerTransport.Listener, PeerLink, DatagramPath {
    /// Addresses of one peer that datagrams are accepted from. A browser has a few at a time; who wanders for hours
    /// loses the oldest.
    static final int MAX_PATHS = 16;

    private final PeerId id;
    private final LoopRoom room;
    private final MediaLoop loop;
    private final List<RemoteAddress> paths = new ArrayList<>();
    private @Nullable RemoteAddress sendTo;

    /// Which loop's guest keeps that path.
    private int sendToOwner = DatagramGuest.NETWORK;

    private @Nullable PeerTransport transport;
    private Set<DtlsFingerprint> fingerprints = Set.of();
    private @Nullable RouterPeer place;
    private boolean gone;

    LoopPeer(PeerId id, LoopRoom room, MediaLoop loop) {
        this.id = id;
        this.room = room;
        this.loop = loop;
    }

    PeerId id() {
        return id;
    }

    LoopRoom room() {
        return room;
    }

    MediaLoop loop() {
        return loop;
    }

    void join(PeerParameters parameters, long nowNanos) {
        if (gone || room.hasEnded()) {
            return;
        }
        if (transport == null
                || transport.isClosed()
                || !Set.copyOf(parameters.fingerprints()).equals(fingerprints)) {
            secure(parameters.fingerprints(), nowNanos);
        }
        place = room.router().join(id, parameters, this, nowNanos);
    }

    /// The first association, or one after another that ended; another certificate too asks for a new one (RFC 8842
    /// section 3.1).
    private void secure(List<DtlsFingerprint> expected, long nowNanos) {
        if (transport != null) {
            transport.close(nowNanos);
        }
        fingerprints = Set.copyOf(expected);
        transport = new PeerTransport(loop.dtls(), expected, this, this, action -> room.execute(this, action));
    }

    void leave(long nowNanos) {
        if (place != null) {
            place = null;
            room.router().leave(id, nowNanos);
        }
        abandon(nowNanos);
    }

    /// Ends everything but the place in the router. The transport's goodbye still finds its way.
    void abandon(long nowNanos) {
        gone = true;
        place = null;
        paths.forEach(path -> loop.forgetEverywhere(path, this));
        paths.clear();
        if (transport != null) {
            transport.close(nowNanos);
        }
    }

    /// The one in use last.
    List<RemoteAddress> paths() {
        var all = new ArrayList<>(paths);
        RemoteAddress inUse = sendTo;
        if (inUse != null && all.remove(inUse)) {
            all.add(inUse);
        }
        return all;
    }

    void addPath(RemoteAddress path, boolean nominated) {
        if (gone || room.hasEnded()) {
            loop.forgetEverywhere(path, this);
            return;
        }
        loop.register(path, this);
        if (!paths.contains(path)) {
            if (paths.size() == MAX_PATHS) {
                forgetOldest();
            }
            paths.add(path);
        }
        if (sendTo == null || nominated) {
            use(path);
        }
    }

    /// Sending moves to the newest path that is left.
    void removePath(RemoteAddress path) {
        if (paths.remove(path)) {
            loop.forgetEverywhere(path, this);
            RemoteAddress inUse = sendTo;
            if (inUse != null && inUse.equals(path)) {
                use(paths.isEmpty() ? null : paths.getLast());
            }
        }
    }

    private void use(@Nullable RemoteAddress path) {
        sendTo = path;
        sendToOwner = path == null ? DatagramGuest.NETWORK : loop.ownerOf(path);
    }

    private void forgetOldest() {
        RemoteAddress inUse = sendTo;
        boolean keepsFirst = inUse != null && inUse.equals(paths.getFirst());
        RemoteAddress oldest = paths.remove(keepsFirst ? 1 : 0);
        loop.forgetEverywhere(oldest, this);
    }

    void onDatagram(byte[] buffer, int offset, int length, long nowNanos) {
        if (transport == null || gone) {
            onDrop(DropReason.NOT_READY);
        } else {
            transport.onDatagram(buffer, offset, length, nowNanos);
        }
    }

    @Override
    public boolean accepts(RtpView packet, long nowNanos) {
        return place != null && room.router().accepts(place, packet);
    }

    @Override
    public void onRtp(RtpView packet, long nowNanos) {
        if (place != null) {
            room.router().onRtp(place, packet, nowNanos);
        }
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long nowNanos) {
        if (place != null) {
            room.router().onRtcp(place, buffer, offset, length, nowNanos);
        }
    }

    @Override
    public void onConnected(long nowNanos) {
        if (place != null) {
            // First, for the router tells at once what is in the peer's slots.
            room.announce(new MediaEvent.PeerConnected(id));
            room.router().connected(place, loop.nowNanos());
        }
    }

    @Override
    public void onClosed(CloseCause cause, String detail, long nowNanos) {
        room.announce(new MediaEvent.PeerClosed(id, cause, detail));
    }

    @Override
    public void onDrop(DropReason reason) {
        // What the router does not accept, it has counted with the reason that it knows better.
        if (reason != DropReason.DUPLICATE) {
            loop.counters().drop(reason);
        }
    }

    @Override
    public boolean sendRtp(byte[] buffer, int offset, int length) {
        return transport != null && transport.sendRtp(buffer, offset, length);
    }

    @Override
    public boolean sendRtcp(byte[] buffer, int offset, int length) {
        return transport != null && transport.sendRtcp(buffer, offset, length);
    }

    @Override
    public boolean send(byte[] buffer, int offset, int length) {
        RemoteAddress to = sendTo;
        if (to == null) {
            return false;
        }
        if (sendToOwner != DatagramGuest.NETWORK) {
            return loop.sendByGuest(sendToOwner, to, buffer, offset, length);
        }
        loop.socket().send(to, buffer, offset, length);
        return true;
    }
}
