package dev.moim.media;

import java.net.InetSocketAddress;

/// Takes the datagrams on the UDP port that are not the engine's own: STUN (first byte 0 to 3) and TURN channel data
/// (64 to 79), see RFC 7983. Called on the loop that received the datagram, several loops at once; must not block.
@FunctionalInterface
public interface DatagramGuest {
    /// @param buffer holds the datagram; valid during the call only
    /// @param reply sends from the port on which the datagram arrived; valid during the call only
    /// @param nowNanos the loop's time, of [System#nanoTime]
    void onDatagram(byte[] buffer, int offset, int length, InetSocketAddress source, Reply reply, long nowNanos);

    /// Answers to the source of the datagram.
    @FunctionalInterface
    interface Reply {
        /// Sends a copy of the bytes; never throws for network reasons.
        void send(byte[] buffer, int offset, int length);
    }
}
