package dev.moim.signaling.conference;

import dev.moim.media.GuestLoop;
import dev.moim.media.MediaServer;
import dev.moim.media.loop.MediaLoops;
import dev.moim.stunturn.Candidate;
import dev.moim.stunturn.IceGateway;
import dev.moim.stunturn.ice.IceLite;
import dev.moim.stunturn.turn.TurnCore;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The media engine, the ICE responder and the relays of this process, joined: each media loop has a [LoopGuest] that
/// takes what is STUN or TURN. Started with the HTTP server, so that commands without one open no port.
@Singleton
final class MediaPlane {
    private static final Logger LOG = System.getLogger(MediaPlane.class.getName());
    private static final long POLL_SECONDS = 1;

    private final RelaySettings relaySettings;
    private final RelayGate gate;
    private final RelaySockets relays;
    private final IceLite ice;
    private final MediaServer media;
    private final List<LoopGuest> guests = new CopyOnWriteArrayList<>();
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch closed = new CountDownLatch(1);
    private List<InetSocketAddress> addresses = List.of();
    private volatile int tcpPort;

    MediaPlane(MediaConfiguration configuration, RelaySettings relaySettings, RelayGate gate) {
        this.relaySettings = relaySettings;
        this.gate = gate;
        relays = new RelaySockets(InetAddress.ofLiteral(configuration.bindAddress()));
        // ICE names the port in its candidates, the port is known when media has it, and media needs ICE as its guest.
        var started = new CompletableFuture<MediaServer>();
        ice = new IceLite(
                configuration.iceSettings(), () -> started.join().localAddress().getPort(), () -> tcpPort);
        try {
            media = MediaLoops.start(configuration.mediaSettings(), this::openGuest);
        } catch (IOException e) {
            throw new MediaPortException(e);
        }
        started.complete(media);
        tellAddresses();
        Thread.ofVirtual().name("ice-timer").start(this::poll);
    }

    private LoopGuest openGuest(GuestLoop loop) {
        long nowNanos = System.nanoTime();
        var guest = new LoopGuest(
                loop,
                ice,
                relays,
                clock,
                nowNanos,
                effects -> new TurnCore(
                        relaySettings.of(loop.index(), loop.count()),
                        gate.secret(),
                        gate::isWelcome,
                        effects,
                        new SecureRandom(),
                        nowNanos,
                        clock.instant()));
        guests.add(guest);
        return guest;
    }

    @EventListener
    void onServerStart(ServerStartupEvent started) {
        // Where the HTTP server does TLS by itself nothing but HTTP gets through.
        if (started.getSource().getScheme().equals("http")) {
            tcpPort = relaySettings.tcpPort() == 0 ? started.getSource().getPort() : relaySettings.tcpPort();
        }
        LOG.log(
                Level.INFO,
                "media on UDP port " + media.localAddress().getPort() + " by " + media.datagramIo() + " sockets");
    }

    MediaServer media() {
        return media;
    }

    IceGateway ice() {
        return ice;
    }

    /// One for each loop, in their order.
    List<LoopGuest> guests() {
        return guests;
    }

    /// Where clients reach TURN and ICE by TCP; 0 while that is not known.
    int tcpPort() {
        return tcpPort;
    }

    /// Ends allocations at once.
    void endRelays(Predicate<String> subjects) {
        guests.forEach(guest -> guest.revoke(subjects));
    }

    /// What all relays counted, by the names of [dev.moim.stunturn.TurnServer#counters].
    Map<String, Long> relayCounters() {
        Map<String, Long> sums = new TreeMap<>();
        guests.forEach(guest -> guest.relay().counters().forEach((end, count) -> sums.merge(end, count, Long::sum)));
        return sums;
    }

    /// Living allocations.
    int allocations() {
        return guests.stream().mapToInt(guest -> guest.relay().allocations()).sum();
    }

    @PreDestroy
    void close() {
        closed.countDown();
        media.close();
        relays.close();
    }

    /// What clients may name as this server: its candidates, and all other addresses of this machine, where the port is
    /// bound too. Interfaces come and go while the server runs.
    private void tellAddresses() {
        var known = new LinkedHashSet<InetSocketAddress>();
        ice.candidates().stream()
                .filter(candidate -> candidate.transport() == Candidate.Transport.UDP)
                .map(Candidate::address)
                .forEach(known::add);
        try {
            int port = media.localAddress().getPort();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(address -> known.add(new InetSocketAddress(address, port)));
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "the system names no interfaces", e);
        }
        List<InetSocketAddress> found = List.copyOf(known);
        if (!found.equals(addresses)) {
            addresses = found;
            guests.forEach(guest -> guest.onServerAddresses(found));
        }
    }

    private void poll() {
        try {
            while (!closed.await(POLL_SECONDS, TimeUnit.SECONDS)) {
                try {
                    ice.poll(System.nanoTime());
                    tellAddresses();
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "a session's expiry failed; the others go on", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
