package dev.moim.media.loop;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.MediaListener;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.udp.AddressTable;
import dev.moim.media.udp.ReceiveBatch;
import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One thread that receives, routes and sends for the rooms it owns. What it receives for another loop's peer crosses
/// over to that loop; it always sends from its own socket.
final class MediaLoop implements GuestDesk.Engine {
    /// Longest sleep; a bound on the harm of a lost wake-up.
    private static final long MAX_SLEEP_NANOS = 100_000_000;

    /// Sleep while another loop's inbox is full.
    private static final long RETRY_NANOS = 1_000_000;

    /// Pause after a turn that failed. A fault that stays, such as a socket that the system took away, must not take a
    /// core; the loop is not given up, for its rooms have no other.
    private static final long FAULT_PAUSE_NANOS = 10_000_000;

    /// How long the peers' goodbyes may take when the loop stops.
    private static final long GOODBYE_NANOS = 50_000_000;

    private static final System.Logger LOG = System.getLogger(MediaLoop.class.getName());

    private final int index;
    private final UdpSocket socket;
    private final DtlsContext dtls;
    private final BufferBudget budget;
    private final GuestDesk guest;
    private final Inbox inbox;
    private final LoopThread thread;
    private final LoopCounters counters = new LoopCounters();
    private final AtomicInteger openRooms = new AtomicInteger();
    private final AddressTable<LoopPeer> addresses = new AddressTable<>();
    private final List<LoopRoom> rooms = new ArrayList<>();
    private final List<MediaLoop> loops;

    /// What crosses over from each loop to this one, and how much of it was here before the last look at the commands.
    private final Crossing[] crossings;

    private final int[] crossed;
    private final boolean[] crossedTo;

    private boolean guestFailed;
    private boolean turnFailed;
    private boolean stopping;
    private long nowNanos;
    private long stopNanos;

    /// @param loops all loops of the server in the order of their indexes, complete before [#start]
    MediaLoop(
            List<MediaLoop> loops,
            int index,
            int count,
            UdpSocket socket,
            DtlsContext dtls,
            BufferBudget budget,
            DatagramGuest.Opener guests) {
        this.loops = loops;
        this.index = index;
        this.socket = socket;
        this.dtls = dtls;
        this.budget = budget;
        this.inbox = new Inbox(socket);
        this.guest = new GuestDesk(index, count, socket, this, guests);
        this.thread = new LoopThread(index, this::run);
        crossings = new Crossing[count];
        for (int i = 0; i < count; i++) {
            crossings[i] = new Crossing(Crossing.capacity(count));
        }
        crossed = new int[count];
        crossedTo = new boolean[count];
    }

    void start() {
        thread.start();
    }

    /// Ends all rooms, the thread and the socket; any thread.
    void stop() {
        submit(this::onStop);
    }

    /// Waits for the end of the thread.
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /// Any thread.
    LoopRoom openRoom(String name, MediaListener listener) {
        var room = new LoopRoom(name, this, listener);
        openRooms.incrementAndGet();
        submit(_ -> rooms.add(room));
        return room;
    }

    /// Any thread.
    int openRooms() {
        return openRooms.get();
    }

    /// Any thread.
    @Override
    public void submit(Command command) {
        inbox.put(command);
    }

    /// Tells the other loops whose datagrams come from the address; any thread.
    void registerElsewhere(RemoteAddress address, LoopPeer peer) {
        for (var other : loops) {
            if (other.index != index) {
                other.submit(_ -> other.register(address, peer));
            }
        }
    }

    void forgetEverywhere(RemoteAddress address, LoopPeer peer) {
        forget(address, peer);
        for (var other : loops) {
            if (other.index != index) {
                other.submit(_ -> other.forget(address, peer));
            }
        }
    }

    /// Paths that a guest keeps stay apart, so that a forged source never finds one.
    void register(RemoteAddress address, LoopPeer peer) {
        if (ownerOf(address) == DatagramGuest.NETWORK) {
            addresses.put(address, peer);
        } else {
            guest.register(address, peer);
        }
    }

    /// Another peer that has the address by now keeps it.
    private void forget(RemoteAddress address, LoopPeer peer) {
        if (peer.equals(addresses.get(address))) {
            addresses.remove(address);
        }
        guest.forget(address, peer);
    }

    /// Which loop's guest keeps the path, see [DatagramGuest#ownerOf].
    int ownerOf(RemoteAddress path) {
        return guest.ownerOf(path);
    }

    /// Sends to a path that a guest keeps.
    ///
    /// @param owner of [#ownerOf]
    /// @return false when nobody is there or too much is under way
    boolean sendByGuest(int owner, RemoteAddress path, byte[] buffer, int offset, int length) {
        if (owner == index) {
            try {
                return guest.sendByGuest(path, buffer, offset, length, nowNanos);
            } catch (RuntimeException | Error fault) {
                onGuestFault(fault);
                return false;
            }
        }
        crossedTo[owner] = true;
        return loops.get(owner).crossings[index].offer(path, buffer, offset, length);
    }

    void remove(LoopRoom room) {
        openRooms.decrementAndGet();
        rooms.remove(room);
    }

    UdpSocket socket() {
        return socket;
    }

    DtlsContext dtls() {
        return dtls;
    }

    /// Of all loops.
    BufferBudget budget() {
        return budget;
    }

    LoopCounters counters() {
        return counters;
    }

    long commandWaits() {
        return inbox.waits();
    }

    /// The time of this turn.
    long nowNanos() {
        return nowNanos;
    }

    private void run() {
        try {
            while (!(stopping && System.nanoTime() - stopNanos >= 0)) {
                try {
                    turn();
                } catch (RuntimeException | Error fault) {
                    onTurnFault(fault);
                }
            }
        } finally {
            inbox.close();
            socket.close();
        }
    }

    private void turn() {
        boolean delivered = thread.outbox().retry();
        boolean more = take();
        long deadlineNanos = poll();
        wakeOthers();
        pollGuest();
        socket.flush();
        if (!more) {
            long longest = delivered ? MAX_SLEEP_NANOS : RETRY_NANOS;
            socket.await(sleepNanos(deadlineNanos, longest));
        }
    }

    private long sleepNanos(long deadlineNanos, long longest) {
        long earliest = deadlineNanos;
        if (stopping && (earliest == Long.MAX_VALUE || stopNanos - earliest < 0)) {
            earliest = stopNanos;
        }
        return earliest == Long.MAX_VALUE ? longest : Math.min(longest, earliest - System.nanoTime());
    }

    /// Takes what has arrived, at most one batch of 64 datagrams from the socket and as many from each other loop.
    /// A pacer sends up to 512 packets in one poll: more than a turn can bring with fewer than eight loops.
    /// Commands run after the system handed over the datagrams and before these are looked at: ICE commands a
    /// peer's address before it answers the peer's check, so whatever the peer sends upon the answer finds its
    /// address known. Of what crosses over only that much is looked at as was here before the commands.
    ///
    /// @return whether there may be more
    private boolean take() {
        boolean more = false;
        for (int i = 0; i < crossings.length; i++) {
            int size = crossings[i].size();
            more |= size > ReceiveBatch.CAPACITY;
            crossed[i] = Math.min(size, ReceiveBatch.CAPACITY);
        }
        ReceiveBatch batch = socket.receive();
        nowNanos = System.nanoTime();
        inbox.run(nowNanos, this::onFault);
        for (int i = 0; i < batch.size(); i++) {
            onDatagram(batch, i);
        }
        for (int i = 0; i < crossings.length; i++) {
            takeCrossed(crossings[i], crossed[i]);
        }
        wakeOthers();
        return more || batch.size() == ReceiveBatch.CAPACITY;
    }

    private void onDatagram(ReceiveBatch batch, int i) {
        int first = batch.length(i) == 0 ? -1 : batch.buffer()[batch.offset(i)] & 0xFF;
        if (isGuests(first)) {
            try {
                guest.onDatagram(batch, i, nowNanos);
            } catch (RuntimeException | Error fault) {
                onGuestFault(fault);
            }
        } else if (!isPeers(first)) {
            counters.drop(DropReason.UNKNOWN_PROTOCOL);
        } else {
            LoopPeer peer = addresses.get(batch, i);
            if (peer == null) {
                counters.drop(DropReason.UNREGISTERED_ADDRESS);
            } else {
                deliver(peer, batch.buffer(), batch.offset(i), batch.length(i));
            }
        }
    }

    /// STUN and TURN channels (RFC 7983 section 7).
    private static boolean isGuests(int first) {
        return (first >= 0 && first <= 3) || (first >= 64 && first <= 79);
    }

    /// DTLS, RTP and RTCP.
    private static boolean isPeers(int first) {
        return (first >= 20 && first <= 63) || (first >= 128 && first <= 191);
    }

    @Override
    public void deliver(LoopPeer peer, byte[] buffer, int offset, int length) {
        int owner = peer.loop().index;
        if (owner == index) {
            peer.room().onDatagram(peer, buffer, offset, length, nowNanos);
        } else if (peer.loop().crossings[index].offer(peer, buffer, offset, length)) {
            crossedTo[owner] = true;
        } else {
            counters.drop(DropReason.LOOP_FULL);
        }
    }

    private void takeCrossed(Crossing crossing, int count) {
        for (int left = count; left > 0; left--) {
            var datagram = crossing.poll();
            if (datagram == null) {
                return;
            }
            LoopPeer peer = datagram.peer;
            RemoteAddress path = datagram.path;
            if (peer != null) {
                peer.room().onDatagram(peer, datagram.bytes, Crossing.Datagram.OFFSET, datagram.length, nowNanos);
            } else if (path != null
                    && !sendByGuest(index, path, datagram.bytes, Crossing.Datagram.OFFSET, datagram.length)) {
                counters.drop(DropReason.SEND_FAILED);
            }
            crossing.release(datagram);
        }
    }

    private void wakeOthers() {
        for (int i = 0; i < crossedTo.length; i++) {
            if (crossedTo[i]) {
                crossedTo[i] = false;
                loops.get(i).socket.wake();
            }
        }
    }

    private void pollGuest() {
        try {
            guest.poll(nowNanos);
        } catch (RuntimeException | Error fault) {
            onGuestFault(fault);
        }
    }

    @Override
    public void drop(DropReason reason) {
        counters.drop(reason);
    }

    private long poll() {
        long earliest = Long.MAX_VALUE;
        // Backwards, for a room that fails takes itself off the list.
        for (int i = rooms.size() - 1; i >= 0; i--) {
            long next = rooms.get(i).poll(nowNanos);
            if (next != Long.MAX_VALUE && (earliest == Long.MAX_VALUE || next - earliest < 0)) {
                earliest = next;
            }
        }
        return earliest;
    }

    private void onStop(long now) {
        boolean silent = rooms.isEmpty();
        List.copyOf(rooms).forEach(room -> room.end(now));
        stopping = true;
        stopNanos = silent ? now : now + GOODBYE_NANOS;
    }

    private void onTurnFault(Throwable fault) {
        counters.error();
        if (!turnFailed) {
            turnFailed = true;
            LOG.log(System.Logger.Level.ERROR, "a turn of " + thread.getName() + " failed; logged once", fault);
        }
        LockSupport.parkNanos(FAULT_PAUSE_NANOS);
    }

    private void onFault(Throwable fault) {
        counters.error();
        LOG.log(System.Logger.Level.ERROR, "a command on " + thread.getName() + " failed", fault);
    }

    /// Strangers reach the guest, so only the first of its faults is logged.
    private void onGuestFault(Throwable fault) {
        counters.error();
        if (!guestFailed) {
            guestFailed = true;
            LOG.log(System.Logger.Level.ERROR, "the guest on " + thread.getName() + " failed; logged once", fault);
        }
    }
}
