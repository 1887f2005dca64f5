package dev.moim.media.loop;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.GuestLoop;
import dev.moim.media.udp.AddressTable;
import dev.moim.media.udp.ReceiveBatch;
import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpSocket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything between one loop and its guest: STUN and TURN datagrams and their answers, and the paths that are no UDP
/// addresses. Addresses that come again, as those of relayed media do, are made into objects once.
final class GuestDesk implements DatagramGuest.Reply, GuestLoop {
    /// Remembered addresses; at one more all are forgotten, so that strangers can make it no bigger.
    private static final int MAX_ADDRESSES = 1024;

    private final int index;
    private final int count;
    private final UdpSocket socket;
    private final Engine engine;
    private final DatagramGuest guest;
    private final Map<InetSocketAddress, LoopPeer> peers = new HashMap<>();
    private final Map<InetSocketAddress, RemoteAddress> receivers = new HashMap<>();
    private AddressTable<RemoteAddress> senders = new AddressTable<>();
    private @Nullable RemoteAddress sender;

    /// What the desk wants of its loop.
    interface Engine {
        void deliver(LoopPeer peer, byte[] buffer, int offset, int length);

        void submit(Command command);

        void drop(DropReason reason);
    }

    GuestDesk(int index, int count, UdpSocket socket, Engine engine, DatagramGuest.Opener opener) {
        this.index = index;
        this.count = count;
        this.socket = socket;
        this.engine = engine;
        this.guest = opener.open(this);
    }

    void onDatagram(ReceiveBatch batch, int i, long nowNanos) {
        RemoteAddress from = senders.get(batch, i);
        if (from == null) {
            from = batch.remote(i);
            if (ownerOf(from) != DatagramGuest.NETWORK) {
                engine.drop(DropReason.UNREGISTERED_ADDRESS);
                return;
            }
            remember(from);
        }
        sender = from;
        try {
            guest.onDatagram(batch.buffer(), batch.offset(i), batch.length(i), from.toSocketAddress(), this, nowNanos);
        } finally {
            sender = null;
        }
    }

    private void remember(RemoteAddress address) {
        if (senders.size() == MAX_ADDRESSES) {
            senders = new AddressTable<>();
        }
        senders.put(address, address);
    }

    /// See [DatagramGuest#ownerOf].
    int ownerOf(RemoteAddress path) {
        return guest.ownerOf(path.toSocketAddress());
    }

    void register(RemoteAddress path, LoopPeer peer) {
        peers.put(path.toSocketAddress(), peer);
    }

    /// Another peer that has the path by now keeps it.
    void forget(RemoteAddress path, LoopPeer peer) {
        peers.remove(path.toSocketAddress(), peer);
    }

    /// A packet to a path that this loop's guest keeps.
    boolean sendByGuest(RemoteAddress path, byte[] buffer, int offset, int length, long nowNanos) {
        return guest.send(path.toSocketAddress(), buffer, offset, length, nowNanos);
    }

    void poll(long nowNanos) {
        guest.poll(nowNanos);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {
        RemoteAddress receiver = receivers.get(to);
        if (receiver == null) {
            if (receivers.size() == MAX_ADDRESSES) {
                receivers.clear();
            }
            receiver = RemoteAddress.of(to);
            receivers.put(to, receiver);
        }
        socket.send(receiver, buffer, offset, length);
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        RemoteAddress to = sender;
        if (to == null) {
            throw new IllegalStateException("a reply is valid during the call of its datagram only");
        }
        socket.send(to, buffer, offset, length);
    }

    @Override
    public void deliver(InetSocketAddress path, byte[] buffer, int offset, int length) {
        LoopPeer peer = peers.get(path);
        if (peer == null) {
            engine.drop(DropReason.UNREGISTERED_ADDRESS);
        } else {
            engine.deliver(peer, buffer, offset, length);
        }
    }

    @Override
    public void execute(Task task) {
        engine.submit(task::run);
    }
}
