package dev.moim.media.loop;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.MediaCounters;
import dev.moim.media.MediaListener;
import dev.moim.media.MediaRoom;
import dev.moim.media.MediaServer;
import dev.moim.media.MediaSettings;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/// The engine: opens the port, starts a loop per core and spreads rooms over the loops.
public final class MediaLoops implements MediaServer {
    private final List<UdpSocket> sockets;

    private MediaLoops(List<UdpSocket> sockets) {
        this.sockets = sockets;
    }

    /// Opens the port and starts the loops' threads.
    ///
    /// @param guest takes STUN and TURN datagrams, on the loops' threads
    /// @throws IOException when the port is taken, or the datagram I/O of the settings does not work here
    public static MediaLoops start(MediaSettings settings, DatagramGuest guest) throws IOException {
        Objects.requireNonNull(guest);
        var address = new InetSocketAddress(settings.bindAddress(), settings.udpPort());
        return new MediaLoops(UdpSockets.open(address, Math.max(1, settings.loops()), UdpSockets.Choice.AUTO));
    }

    @Override
    public MediaRoom openRoom(String name, MediaListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DtlsFingerprint fingerprint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress localAddress() {
        return sockets.getFirst().localAddress();
    }

    @Override
    public String datagramIo() {
        throw new UnsupportedOperationException();
    }

    @Override
    public MediaCounters counters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        sockets.forEach(UdpSocket::close);
    }
}
