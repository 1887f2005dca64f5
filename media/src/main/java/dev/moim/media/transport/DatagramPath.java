package dev.moim.media.transport;

/// Where a peer's datagrams go. Called on the owning loop.
@FunctionalInterface
public interface DatagramPath {
    /// Sends or copies the bytes before it returns.
    ///
    /// @return false when there is no way to the peer yet or no room; the datagram is lost then
    boolean send(byte[] buffer, int offset, int length);
}
