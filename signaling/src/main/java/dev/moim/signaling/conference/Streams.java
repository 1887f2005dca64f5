package dev.moim.signaling.conference;

import dev.moim.signaling.auth.ClientAddresses;
import dev.moim.signaling.gateway.StreamGuest;
import dev.moim.signaling.gateway.StreamWire;
import dev.moim.signaling.intake.Shares;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Spreads TCP connections over the media loops. Any thread.
@Singleton
final class Streams implements StreamGuest {
    /// Connections in all; each takes some 10 kB, and up to 300 kB while its client is slow.
    private static final int MAX_STREAMS = 2048;

    /// Connections of one IPv4 address or IPv6 /64: an office of 100 people, each over a few networks.
    private static final int MAX_OF_CALLER = 512;

    private final Supplier<List<LoopGuest>> loops;
    private final ClientAddresses addresses;
    private final AtomicLong numbers = new AtomicLong();
    private final Shares open = new Shares(MAX_STREAMS, MAX_OF_CALLER);

    @Inject
    Streams(MediaPlane plane, ClientAddresses addresses) {
        this(plane::guests, addresses);
    }

    Streams(Supplier<List<LoopGuest>> loops, ClientAddresses addresses) {
        this.loops = loops;
        this.addresses = addresses;
    }

    @Override
    public Optional<Intake> onOpened(Kind kind, StreamWire wire) {
        String caller = caller(wire.remote());
        if (!open.tryTake(caller, 1)) {
            return Optional.empty();
        }
        long number = numbers.incrementAndGet();
        List<LoopGuest> guests = loops.get();
        LoopGuest guest = guests.get((int) (number % guests.size()));
        return Optional.of(guest.streams().open(kind, wire, number, () -> open.giveBack(caller, 1)));
    }

    /// A proxy that we trust brings many people.
    private String caller(InetSocketAddress remote) {
        return addresses.isProxy(remote) ? Shares.NOBODY : addresses.of(remote, List.of());
    }
}
