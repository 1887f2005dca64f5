package dev.moim.media.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Opens the sockets of all loops on one port.
public final class UdpSockets {
    /// Asked for in both directions; at 1200 bytes it holds some 40 ms of 1 Gbit/s. The system may give less.
    static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(UdpSockets.class.getName());

    private UdpSockets() {}

    /// Which kind of socket is opened.
    public enum Choice {
        /// LINUX when its self-test passes, else NIO.
        AUTO,
        LINUX,
        NIO
    }

    /// Opens sockets that share one port (SO_REUSEPORT); the system spreads senders over them. The first socket takes
    /// the port alone, so a port that somebody has is an error and not shared with him.
    ///
    /// @param local port 0 for any free port
    /// @param count 1 or more
    /// @return as many sockets as asked for, or one where the system cannot share ports
    /// @throws IOException when the port is taken, or the choice does not work here
    public static List<UdpSocket> open(InetSocketAddress local, int count, Choice choice) throws IOException {
        Opener opener = opener(choice);
        var sockets = new ArrayList<UdpSocket>();
        try {
            var first = opener.open(local, false);
            sockets.add(first);
            var shared = new InetSocketAddress(
                    local.getAddress(), first.localAddress().getPort());
            boolean canShare = !(first instanceof NioUdpSocket nio) || nio.canShare();
            while (canShare && sockets.size() < count) {
                sockets.add(opener.open(shared, true));
            }
            return List.copyOf(sockets);
        } catch (IOException | RuntimeException e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private static Opener opener(Choice choice) throws IOException {
        return switch (choice) {
            case NIO -> NioUdpSocket::open;
            case LINUX -> linux();
            case AUTO -> linuxOrNio();
        };
    }

    private static Opener linuxOrNio() {
        try {
            return linux();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "datagram I/O without batches: {0}", e.getMessage());
            return NioUdpSocket::open;
        }
    }

    private static Opener linux() throws IOException {
        boolean segmentation = LinuxSelfTest.run();
        if (!segmentation) {
            LOG.log(System.Logger.Level.WARNING, "datagram I/O without segmentation: the self-test met no cut message");
        }
        return (local, shared) -> LinuxUdpSocket.open(local, shared, segmentation);
    }

    private interface Opener {
        UdpSocket open(InetSocketAddress local, boolean shared) throws IOException;
    }
}
