package dev.moim.signaling.gateway;

import java.net.InetSocketAddress;

/// One connection as its [StreamGuest] sees it. Any thread.
public interface StreamWire {
    /// The client's end.
    InetSocketAddress remote();

    /// Writes a copy of the bytes, in the order of the calls.
    void write(byte[] bytes, int length);

    /// Bytes of [#write] that the system has not taken yet.
    int unsentBytes();

    /// Asks for what comes next.
    void read();

    /// Closes the connection when everything is written, and in any case soon. To be called once.
    void close();
}
