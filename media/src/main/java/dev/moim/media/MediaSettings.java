package dev.moim.media;

/// How the engine is started.
///
/// @param bindAddress literal address to bind, `::` for every interface in both families
/// @param udpPort 0 for any free port
/// @param loops number of loop threads, 1 to 64; 0 for one per core
/// @param datagramIo which datagram I/O to use
public record MediaSettings(String bindAddress, int udpPort, int loops, DatagramIo datagramIo) {
    /// Which datagram I/O is used; AUTO takes the batching one when its self-test passes.
    public enum DatagramIo {
        AUTO,
        LINUX,
        NIO
    }

    public MediaSettings {
        if (udpPort < 0 || udpPort > 65535) {
            throw new IllegalArgumentException("udpPort is 0 to 65535");
        }
        if (loops < 0 || loops > 64) {
            throw new IllegalArgumentException("loops is 0 to 64");
        }
    }
}
