package dev.moim.stunturn.netem;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A node that keeps what arrives; also a place to send from without a core behind it.
public final class Inbox implements Node {
    /// @param nowNanos when it arrived
    public record Received(byte[] datagram, InetSocketAddress from, long nowNanos) {
        /// The number that [#numbered] wrote.
        public int number() {
            return ByteBuffer.wrap(datagram).getInt();
        }
    }

    private final List<Received> received = new ArrayList<>();

    /// A datagram of `length` bytes, at least 4, that begins with a number.
    public static byte[] numbered(int number, int length) {
        return ByteBuffer.allocate(length).putInt(number).array();
    }

    /// In the order of arrival.
    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {
        received.add(new Received(datagram, from, nowNanos));
    }

    @Override
    public long poll(long nowNanos) {
        return Node.never(nowNanos);
    }
}
