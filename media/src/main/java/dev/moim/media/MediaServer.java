package dev.moim.media;

import java.net.InetSocketAddress;

/// The media engine of one process: one UDP port, one certificate, a loop per core. Methods may be called from any
/// thread.
public interface MediaServer extends AutoCloseable {
    /// Opens a room on the loop with the fewest rooms.
    ///
    /// @param name for logs and counters only
    MediaRoom openRoom(String name, MediaListener listener);

    /// What answers say in `a=fingerprint`.
    DtlsFingerprint fingerprint();

    /// The bound address; its port is the one UDP port.
    InetSocketAddress localAddress();

    /// `linux` or `nio`: what the boot self-test or the setting chose.
    String datagramIo();

    MediaCounters counters();

    /// Closes all rooms and the port, and ends the loops' threads.
    @Override
    void close();
}
