package dev.moim.media;

/// How the engine is started.
///
/// @param bindAddress literal address to bind, `::` for every interface in both families
/// @param udpPort 0 for any free port
/// @param loops number of loop threads, 1 to 64; 0 for one per core
/// @param datagramIo which datagram I/O to use
/// @param bufferBytes what the packets of all incoming streams may take together; 0 for half of the heap. A microphone
///     counts 192 kB, a camera up to 2.3 MB
public record MediaSettings(String bindAddress, int udpPort, int loops, DatagramIo datagramIo, long bufferBytes) {
    /// Which datagram I/O is used; AUTO takes the batching one when its self-test passes.
    public enum DatagramIo {
        AUTO,
        LINUX,
        NIO
    }

    /// With half of the heap for packets.
    public MediaSettings(String bindAddress, int udpPort, int loops, DatagramIo datagramIo) {
        this(bindAddress, udpPort, loops, datagramIo, 0);
    }

    public MediaSettings {
        if (bufferBytes < 0) {
            throw new IllegalArgumentException("bufferBytes is not negative");
        }
        if (udpPort < 0 || udpPort > 65535) {
            throw new IllegalArgumentException("udpPort is 0 to 65535");
        }
        if (loops < 0 || loops > 64) {
            throw new IllegalArgumentException("loops is 0 to 64");
        }
    }
}
