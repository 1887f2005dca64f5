package dev.moim.media.udp;

import java.net.InetSocketAddress;

/// One UDP socket of one loop thread, which alone may call its methods; [#wake] and [#counters] are for any thread.
/// Nothing here throws for what the network does: refused, lost and oversized datagrams are counted.
public interface UdpSocket extends AutoCloseable {
    /// Longest datagram that is received or sent, in bytes: room for an Ethernet frame's worth and for what a
    /// recording peer or a test may add. Longer ones are counted and dropped.
    int MAX_DATAGRAM_BYTES = 2048;

    InetSocketAddress localAddress();

    /// `linux` or `nio`.
    String kind();

    /// Blocks until a datagram may be read, [#wake] was called since the last await, or the time is over.
    ///
    /// @param timeoutNanos 0 or less returns at once
    void await(long timeoutNanos);

    /// Ends the current or the next [#await]. Costs no system call while the owner is at work. After [#close] it does
    /// nothing.
    void wake();

    /// Takes what has arrived, up to [ReceiveBatch#CAPACITY] datagrams, without blocking.
    ///
    /// @return always the same object, valid until the next call
    ReceiveBatch receive();

    /// Takes a copy of a datagram to be sent not later than the next [#flush]. Consecutive datagrams of equal size to
    /// one address, of which the last may be shorter, are the cheap case: they can leave as one message.
    ///
    /// @param length 1 to [#MAX_DATAGRAM_BYTES]; others are counted as failed
    void send(RemoteAddress to, byte[] buffer, int offset, int length);

    /// Hands everything that waits to the operating system.
    void flush();

    UdpCounters counters();

    /// Drops what is not flushed. Called by the owner, or when the owner has ended.
    @Override
    void close();
}
