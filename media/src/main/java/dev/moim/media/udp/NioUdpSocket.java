package dev.moim.media.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The portable socket: one system call per datagram.
final class NioUdpSocket implements UdpSocket {
    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress localAddress;
    private final ReceiveBatch batch = new ReceiveBatch();

    /// One byte more than allowed tells a datagram that is too long from one that just fits.
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES + 1);

    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final SocketCounters counters = new SocketCounters();

    private NioUdpSocket(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    /// @param shared whether another socket of this process has the port already, see [UdpSockets]
    static NioUdpSocket open(InetSocketAddress local, boolean shared) throws IOException {
        Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, UdpSockets.SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, UdpSockets.SOCKET_BUFFER_BYTES);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local);
            if (!shared && canShare(channel)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.register(selector, SelectionKey.OP_READ);
            return new NioUdpSocket(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            selector.close();
            throw e;
        }
    }

    private static boolean canShare(DatagramChannel channel) {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    boolean canShare() {
        return canShare(channel);
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String kind() {
        return "nio";
    }

    @Override
    public void await(long timeoutNanos) {
        try {
            if (timeoutNanos <= 0 || woken.get()) {
                selector.selectNow(_ -> {});
            } else {
                selector.select(_ -> {}, TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        woken.set(false);
    }

    @Override
    public void wake() {
        if (!woken.getAndSet(true)) {
            selector.wakeup();
        }
    }

    @Override
    public ReceiveBatch receive() {
        batch.clear();
        while (batch.size() < ReceiveBatch.CAPACITY) {
            incoming.clear();
            InetSocketAddress source;
            try {
                source = (InetSocketAddress) channel.receive(incoming);
            } catch (IOException e) {
                counters.receiveError();
                break;
            }
            if (source == null) {
                break;
            }
            take(RemoteAddress.of(source));
        }
        counters.received(batch.size());
        return batch;
    }

    private void take(RemoteAddress source) {
        incoming.flip();
        int length = incoming.remaining();
        if (length > MAX_DATAGRAM_BYTES) {
            counters.oversized();
            return;
        }
        incoming.get(batch.buffer(), batch.offset(batch.next()), length);
        batch.add(length, source.high(), source.low(), source.port(), source.scope());
    }

    @Override
    public void send(RemoteAddress to, byte[] buffer, int offset, int length) {
        if (length <= 0 || length > MAX_DATAGRAM_BYTES) {
            counters.failed(1);
            return;
        }
        outgoing.clear().put(buffer, offset, length).flip();
        try {
            if (channel.send(outgoing, to.toSocketAddress()) == length) {
                counters.sent(1);
            } else {
                counters.failed(1);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Unreachable, refused or a family this host lacks: the packet is lost, as the network may lose it.
            counters.failed(1);
        }
    }

    @Override
    public void flush() {
        // Every datagram left in send.
    }

    @Override
    public UdpCounters counters() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
