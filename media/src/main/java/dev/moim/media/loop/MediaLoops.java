package dev.moim.media.loop;

import dev.moim.media.DatagramGuest;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.MediaCounters;
import dev.moim.media.MediaListener;
import dev.moim.media.MediaRoom;
import dev.moim.media.MediaServer;
import dev.moim.media.MediaSettings;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.srtp.SrtpSession;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;

/// The engine: opens the port, starts a loop per core and spreads rooms over the loops.
public final class MediaLoops implements MediaServer {
    private static final long CLOSE_MILLIS = 5_000;

    /// Of the heap a half is for what comes in; what goes out, the rooms and the rest of the process need the other.
    private static final int HEAP_SHARE = 2;

    private final List<UdpSocket> sockets;
    private final List<MediaLoop> loops = new ArrayList<>();
    private final DtlsFingerprint fingerprint;

    private MediaLoops(List<UdpSocket> sockets, DtlsContext dtls, BufferBudget budget, DatagramGuest.Opener guests) {
        this.sockets = sockets;
        fingerprint = DtlsFingerprint.of(dtls.certificate());
        for (int i = 0; i < sockets.size(); i++) {
            loops.add(new MediaLoop(loops, i, sockets.size(), sockets.get(i), dtls, budget, guests));
        }
    }

    /// Opens the port, starts the loops' threads and returns when they are ready for the first participant: the
    /// ciphers and the handshake were used once, which would else hold up the first call for most of a second.
    ///
    /// @param guests take STUN and TURN datagrams, each on its loop's thread
    /// @throws IOException when the port is taken, or the datagram I/O of the settings does not work here
    /// @throws IllegalArgumentException when the bind address is not a literal one
    public static MediaLoops start(MediaSettings settings, DatagramGuest.Opener guests) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral(settings.bindAddress()), settings.udpPort());
        Executor threads = task -> Thread.ofPlatform().name("media-start").start(task);
        var ciphers = CompletableFuture.runAsync(SrtpSession::warmUp, threads);
        var dtls = CompletableFuture.supplyAsync(MediaLoops::warmDtls, threads);
        var sockets = UdpSockets.open(address, loopCount(settings), choice(settings));
        try {
            ciphers.join();
            var server = new MediaLoops(sockets, dtls.join(), budget(settings), guests);
            server.loops.forEach(MediaLoop::start);
            return server;
        } catch (RuntimeException | Error e) {
            sockets.forEach(UdpSocket::close);
            throw e;
        }
    }

    private static DtlsContext warmDtls() {
        var dtls = DtlsContext.create(new SecureRandom());
        boolean _ = dtls.warmUp();
        return dtls;
    }

    private static BufferBudget budget(MediaSettings settings) {
        return new BufferBudget(
                settings.bufferBytes() == 0 ? Runtime.getRuntime().maxMemory() / HEAP_SHARE : settings.bufferBytes());
    }

    private static int loopCount(MediaSettings settings) {
        return settings.loops() == 0 ? Math.min(64, Runtime.getRuntime().availableProcessors()) : settings.loops();
    }

    private static UdpSockets.Choice choice(MediaSettings settings) {
        return switch (settings.datagramIo()) {
            case AUTO -> UdpSockets.Choice.AUTO;
            case LINUX -> UdpSockets.Choice.LINUX;
            case NIO -> UdpSockets.Choice.NIO;
        };
    }

    @Override
    public MediaRoom openRoom(String name, MediaListener listener) {
        var loop = loops.stream()
                .min(Comparator.comparingInt(MediaLoop::openRooms))
                .orElseThrow();
        return loop.openRoom(name, listener);
    }

    @Override
    public DtlsFingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public InetSocketAddress localAddress() {
        return sockets.getFirst().localAddress();
    }

    @Override
    public String datagramIo() {
        return sockets.getFirst().kind();
    }

    @Override
    public MediaCounters counters() {
        long received = 0;
        long sent = 0;
        long failed = 0;
        for (var socket : sockets) {
            var counters = socket.counters();
            received += counters.received();
            sent += counters.sent();
            failed += counters.failed();
        }
        return new MediaCounters(
                received,
                sent,
                sum(LoopCounters::packetsForwarded),
                sum(LoopCounters::retransmissionsSent),
                sum(LoopCounters::keyFramesRequested),
                sum(LoopCounters::errors),
                loops.stream().mapToLong(MediaLoop::commandWaits).sum(),
                drops(failed));
    }

    private Map<DropReason, Long> drops(long refusedBySystem) {
        var drops = new EnumMap<DropReason, Long>(DropReason.class);
        for (var reason : DropReason.values()) {
            drops.put(reason, sum(counters -> counters.drops(reason)));
        }
        drops.merge(DropReason.SEND_FAILED, refusedBySystem, Long::sum);
        return drops;
    }

    private long sum(ToLongFunction<LoopCounters> counter) {
        return loops.stream().map(MediaLoop::counters).mapToLong(counter).sum();
    }

    @Override
    public void close() {
        loops.forEach(MediaLoop::stop);
        try {
            for (var loop : loops) {
                loop.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
