package dev.moim.signaling.conference;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The UDP sockets of relayed addresses, for servers whose operator has opened peers; others never open one. One thread
/// reads them all. Any thread.
final class RelaySockets implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RelaySockets.class.getName());

    /// More than any path carries; what is longer is cut and its receiver drops it.
    private static final int MAX_DATAGRAM = 2048;

    /// Datagrams of one relay on their way to a loop; 10 ms of 300 Mbit/s.
    private static final int MAX_UNDER_WAY = 256;

    private static final int BATCH = 32;

    private final InetAddress bind;
    private final Map<InetSocketAddress, Relay> relays = new ConcurrentHashMap<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private @Nullable Selector selector;

    /// Takes what peers send.
    @FunctionalInterface
    interface Receiver {
        /// @param datagram the callee's to keep
        /// @param done to be run when it is dealt with
        void onDatagram(InetSocketAddress peer, byte[] datagram, Runnable done);
    }

    private record Relay(DatagramChannel channel, Receiver receiver, AtomicInteger underWay) {}

    /// @param bind literal address of the interface, or the wildcard: a public address may belong to a router
    RelaySockets(InetAddress bind) {
        this.bind = bind;
    }

    /// @return false if the port is taken
    boolean open(InetSocketAddress relayed, Receiver receiver) {
        try {
            Selector reader = reader();
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.bind(new InetSocketAddress(bind, relayed.getPort()));
                channel.configureBlocking(false);
                var relay = new Relay(channel, receiver, new AtomicInteger());
                relays.put(relayed, relay);
                channel.register(reader, SelectionKey.OP_READ, relay);
                reader.wakeup();
                return true;
            } catch (IOException | RuntimeException e) {
                relays.remove(relayed);
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no relay socket on port " + relayed.getPort(), e);
            return false;
        }
    }

    private synchronized Selector reader() throws IOException {
        Selector known = selector;
        if (known == null) {
            Selector fresh = Selector.open();
            Thread.ofPlatform().daemon().name("turn-relays").start(() -> read(fresh));
            selector = fresh;
            return fresh;
        }
        return known;
    }

    /// Sends at once or not at all.
    void send(InetSocketAddress relayed, InetSocketAddress peer, byte[] buffer, int offset, int length) {
        Relay relay = relays.get(relayed);
        if (relay != null) {
            try {
                relay.channel().send(ByteBuffer.wrap(buffer, offset, length), peer);
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(Level.TRACE, "not relayed: the network refused it", e);
            }
        }
    }

    void close(InetSocketAddress relayed) {
        Relay relay = relays.remove(relayed);
        if (relay != null) {
            closeQuietly(relay);
        }
    }

    private void read(Selector reader) {
        try {
            while (reader.isOpen()) {
                reader.select(key -> receive((Relay) key.attachment()));
            }
        } catch (ClosedSelectorException | IOException e) {
            LOG.log(Level.DEBUG, "relays are no longer read", e);
        }
    }

    private void receive(Relay relay) {
        try {
            for (int i = 0; i < BATCH; i++) {
                incoming.clear();
                var peer = (InetSocketAddress) relay.channel().receive(incoming);
                if (peer == null) {
                    return;
                }
                incoming.flip();
                byte[] datagram = new byte[incoming.remaining()];
                incoming.get(datagram);
                if (relay.underWay().incrementAndGet() <= MAX_UNDER_WAY) {
                    relay.receiver().onDatagram(peer, datagram, relay.underWay()::decrementAndGet);
                } else {
                    relay.underWay().decrementAndGet();
                }
            }
        } catch (IOException e) {
            // Closed meanwhile, or an error that an earlier datagram left behind.
            LOG.log(Level.TRACE, "nothing received", e);
        }
    }

    @Override
    public synchronized void close() {
        relays.values().forEach(RelaySockets::closeQuietly);
        relays.clear();
        Selector open = selector;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the selector did not close", e);
            }
        }
    }

    private static void closeQuietly(Relay relay) {
        try {
            relay.channel().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a relay socket did not close", e);
        }
    }
}
