package dev.moim.media;

import java.net.InetSocketAddress;

/// Takes the datagrams on the UDP port that are not the engine's own: STUN (first byte 0 to 3) and TURN channel data
/// (64 to 79), see RFC 7983. It may also bring peers by paths that are no UDP addresses, see [GuestLoop#deliver]. Each
/// loop has a guest of its own, used on that loop's thread only; must not block.
@FunctionalInterface
public interface DatagramGuest {
    /// What [#ownerOf] says of an address on the network.
    int NETWORK = -1;

    /// @param buffer holds the datagram; valid during the call only, and may be changed
    /// @param reply sends from the port on which the datagram arrived; valid during the call only
    /// @param nowNanos the loop's time, of [System#nanoTime]
    void onDatagram(byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos);

    /// Which loop's guest keeps a path of [MediaRoom#addPath]: the index of the loop, or [#NETWORK]. Every guest says
    /// the same. Datagrams that claim to come from an address that some guest keeps are forged and dropped.
    default int ownerOf(InetSocketAddress path) {
        return NETWORK;
    }

    /// Takes a packet of the engine to a path that this guest keeps.
    ///
    /// @param buffer valid during the call only; up to 4 bytes before the packet and 3 behind it may be overwritten
    /// @return false if nobody is there any more
    default boolean send(InetSocketAddress path, byte[] buffer, int offset, int length, long nowNanos) {
        return false;
    }

    /// Called at the end of each turn of the loop, at least ten times a second.
    default void poll(long nowNanos) {}

    /// Makes the guests.
    @FunctionalInterface
    interface Opener {
        /// Called once for each loop before its thread starts.
        DatagramGuest open(GuestLoop loop);
    }

    /// Answers to the source of the datagram.
    @FunctionalInterface
    interface Reply {
        /// Sends a copy of the bytes; never throws for network reasons.
        void send(byte[] buffer, int offset, int length);
    }
}
