package dev.moim.signaling.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/// A participant's UDP socket: open to all until the way is found, then connected to it. What the network refuses is
/// lost, as on any path. One thread.
final class ParticipantSocket implements AutoCloseable {
    private static final int BUFFER_BYTES = 1024 * 1024;
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("nowhere", 0);

    private final DatagramChannel channel = DatagramChannel.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(Arrivals.SLOT_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Arrivals.SLOT_BYTES);
    private InetSocketAddress source = NOWHERE;
    private @Nullable InetSocketAddress remote;

    ParticipantSocket() throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(0));
    }

    DatagramChannel channel() {
        return channel;
    }

    /// Of the datagram that came last before the way was found, and the server afterwards.
    InetSocketAddress source() {
        return source;
    }

    void connect(InetSocketAddress server) {
        try {
            channel.connect(server);
            remote = server;
            source = server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes what has arrived as long as there is room; what came before the way was found, one at a time, for each
    /// has a source of its own.
    void receive(Participant owner, Arrivals arrivals) {
        int length = 0;
        while (length >= 0 && !arrivals.isFull()) {
            in.clear();
            length = read();
            if (length >= 0) {
                in.flip();
                in.get(arrivals.buffer(), arrivals.nextOffset(), length);
                arrivals.add(owner, length, System.nanoTime());
                length = remote == null ? -1 : length;
            }
        }
    }

    /// @return bytes, -1 when nothing is there
    private int read() {
        try {
            if (remote != null) {
                int length = channel.read(in);
                return length > 0 ? length : -1;
            }
            if (channel.receive(in) instanceof InetSocketAddress sender) {
                source = sender;
                return in.position();
            }
            return -1;
        } catch (IOException e) {
            // Such as: nobody listens at the server's port any more.
            return -1;
        }
    }

    boolean send(byte[] buffer, int offset, int length) {
        return remote != null && send(buffer, offset, length, remote);
    }

    void send(byte[] datagram, InetSocketAddress to) {
        send(datagram, 0, datagram.length, to);
    }

    private boolean send(byte[] buffer, int offset, int length, InetSocketAddress to) {
        out.clear();
        out.put(buffer, offset, length).flip();
        try {
            return channel.send(out, to) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
