package dev.moim.signaling.conference;

import dev.moim.signaling.gateway.StreamGuest;
import dev.moim.signaling.gateway.StreamWire;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Spreads TCP connections over the media loops. Any thread.
@Singleton
final class Streams implements StreamGuest {
    /// Connections in all; each takes some 10 kB, and up to 300 kB while its client is slow.
    private static final int MAX_STREAMS = 2048;

    /// Connections from one address: an office of 100 people, each over a few networks.
    private static final int MAX_OF_ADDRESS = 512;

    private final MediaPlane plane;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final ConcurrentHashMap<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();

    Streams(MediaPlane plane) {
        this.plane = plane;
    }

    @Override
    public Optional<Intake> onOpened(Kind kind, StreamWire wire) {
        InetAddress address = wire.remote().getAddress();
        boolean few = open.incrementAndGet() <= MAX_STREAMS;
        boolean fewHere = ofAddress.merge(address, 1, Integer::sum) <= MAX_OF_ADDRESS;
        if (!few || !fewHere) {
            leave(address);
            return Optional.empty();
        }
        long number = numbers.incrementAndGet();
        List<LoopGuest> guests = plane.guests();
        LoopGuest guest = guests.get((int) (number % guests.size()));
        return Optional.of(guest.streams().open(kind, wire, number, () -> leave(address)));
    }

    private void leave(InetAddress address) {
        open.decrementAndGet();
        ofAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
    }
}
