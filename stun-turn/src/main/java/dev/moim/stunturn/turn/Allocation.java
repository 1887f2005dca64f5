package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.stun.IpAddress;
import dev.moim.stunturn.stun.XorAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One client's relay: who it belongs to, how long it lives, whom it reaches (RFC 8656 section 2.2).
final class Allocation {
    /// As many as permissions: several ports of one address are rare.
    static final int MAX_PEERS = 64;

    final ClientPath client;
    final Login login;
    final IpAddress source;
    final InetSocketAddress relayed;

    /// Names the allocation inside this process.
    final InetAddress inner;

    final Permissions permissions = new Permissions();

    private final @Nullable Peer[] peers = new @Nullable Peer[MAX_PEERS];

    /// Peers are at smaller indexes than this.
    private int used;

    private byte[] transactionId = {};
    private byte[] answer = {};
    private long untilNanos;

    Allocation(ClientPath client, Login login, InetSocketAddress relayed, InetAddress inner) {
        this.client = client;
        this.login = login;
        this.source = Sources.of(client);
        this.relayed = relayed;
        this.inner = inner;
    }

    /// What the client was told, for when it asks the same again (RFC 8656 section 7.2).
    void answered(byte[] transactionId, byte[] answer) {
        this.transactionId = transactionId;
        this.answer = answer;
    }

    byte @Nullable [] answerTo(byte[] id) {
        return Arrays.equals(id, transactionId) ? answer : null;
    }

    boolean isIpv4() {
        return relayed.getAddress() instanceof Inet4Address;
    }

    void extend(long untilNanos) {
        this.untilNanos = untilNanos;
    }

    boolean isOver(long nowNanos) {
        return untilNanos - nowNanos <= 0;
    }

    @Nullable
    Peer peerOf(int channel, long nowNanos) {
        for (int i = 0; i < used; i++) {
            Peer peer = peers[i];
            if (peer != null && peer.channel(nowNanos) == channel) {
                return peer;
            }
        }
        return null;
    }

    @Nullable
    Peer peer(XorAddress address) {
        for (int i = 0; i < used; i++) {
            Peer peer = peers[i];
            if (peer != null && peer.address.equals(address)) {
                return peer;
            }
        }
        return null;
    }

    @Nullable
    Peer peer(InetSocketAddress address) {
        for (int i = 0; i < used; i++) {
            Peer peer = peers[i];
            if (peer != null && peer.path == null && peer.socketAddress.equals(address)) {
                return peer;
            }
        }
        return null;
    }

    /// @param port of the [RelayedPath#source]
    @Nullable
    Peer peerAt(int port) {
        return port < 1 || port > used ? null : peers[port - 1];
    }

    /// A channel counts as a permission while it lives: some clients refresh nothing else.
    boolean permits(Peer peer, long nowNanos) {
        return peer.channel(nowNanos) != 0 || permissions.holds(peer.address.ip(), nowNanos);
    }

    /// @param inProcess whether it is this process' own media
    /// @return null if there are too many
    @Nullable
    Peer addPeer(XorAddress address, boolean inProcess, long nowNanos) {
        int index = freeIndex(nowNanos);
        if (index < 0) {
            return null;
        }
        RelayedPath path = inProcess
                ? new RelayedPath(new InetSocketAddress(inner, index + 1), relayed, address.toSocketAddress(), client)
                : null;
        Peer peer = new Peer(address, path);
        peers[index] = peer;
        used = Math.max(used, index + 1);
        return peer;
    }

    private int freeIndex(long nowNanos) {
        if (used < MAX_PEERS) {
            return used;
        }
        for (int i = 0; i < MAX_PEERS; i++) {
            Peer peer = peers[i];
            if (peer == null || isUnused(peer, nowNanos)) {
                return i;
            }
        }
        return -1;
    }

    /// A peer outside needs its place for a channel only; one inside is known by it.
    private boolean isUnused(Peer peer, long nowNanos) {
        return peer.path == null ? peer.channel(nowNanos) == 0 : !permits(peer, nowNanos);
    }
}
