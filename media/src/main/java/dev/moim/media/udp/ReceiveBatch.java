package dev.moim.media.udp;

import java.net.InetSocketAddress;

/// The datagrams of one [UdpSocket#receive] in one heap array. A flyweight: the socket fills it again at the next
/// call. The owner may change the bytes in place within each datagram's slot of [UdpSocket#MAX_DATAGRAM_BYTES].
public final class ReceiveBatch {
    /// Datagrams per call: enough to make a system call cheap per datagram, few enough to stay in the L2 cache.
    public static final int CAPACITY = 64;

    private final byte[] buffer = new byte[CAPACITY * UdpSocket.MAX_DATAGRAM_BYTES];
    private final int[] lengths = new int[CAPACITY];
    private final long[] high = new long[CAPACITY];
    private final long[] low = new long[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final int[] scopes = new int[CAPACITY];
    private int size;

    ReceiveBatch() {}

    /// 0 when nothing had arrived.
    public int size() {
        return size;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset(int index) {
        return index * UdpSocket.MAX_DATAGRAM_BYTES;
    }

    /// 0 to [UdpSocket#MAX_DATAGRAM_BYTES].
    public int length(int index) {
        return lengths[index];
    }

    /// The sender. Allocates, so it is for senders that [AddressTable#get(ReceiveBatch, int)] does not know.
    public InetSocketAddress source(int index) {
        return remote(index).toSocketAddress();
    }

    /// The sender; allocates.
    public RemoteAddress remote(int index) {
        return new RemoteAddress(high[index], low[index], ports[index], scopes[index]);
    }

    void clear() {
        size = 0;
    }

    /// The place of the next datagram; its bytes go to [#offset] before [#add].
    int next() {
        return size;
    }

    void add(int length, long addressHigh, long addressLow, int port, int scope) {
        lengths[size] = length;
        high[size] = addressHigh;
        low[size] = addressLow;
        ports[size] = port;
        scopes[size] = scope;
        size++;
    }

    int hash(int index) {
        return RemoteAddress.hash(high[index], low[index], ports[index], scopes[index]);
    }

    boolean isFrom(int index, RemoteAddress address) {
        return address.is(high[index], low[index], ports[index], scopes[index]);
    }
}
