package dev.moim.stunturn.netem;

import java.util.random.RandomGenerator;

/// The moving parts of one [Link]. Times are nanoseconds since the simulation began.
final class Wire {
    /// Takes the times at which a datagram comes out: none, one, or two.
    @FunctionalInterface
    interface Arrival {
        void at(long elapsedNanos);
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final RandomGenerator random;
    private Link link = Link.PERFECT;

    private boolean inBurst;
    private long rateFreeAt;
    private long lastInOrder;

    private long sent;
    private long delivered;
    private long lost;
    private long overflowed;
    private long oversized;
    private long duplicated;

    Wire(RandomGenerator random) {
        this.random = random;
    }

    /// What is under way arrives as it would have.
    void change(Link next) {
        link = next;
        rateFreeAt = 0;
    }

    /// @param packetBytes with IP and UDP headers
    void put(int packetBytes, long elapsed, Arrival arrival) {
        sent++;
        if (packetBytes > link.mtu()) {
            oversized++;
            return;
        }
        if (isLost()) {
            lost++;
            return;
        }
        long ready = throughQueue(packetBytes, elapsed);
        if (ready < 0) {
            overflowed++;
            return;
        }
        deliver(ready, arrival);
        if (happens(link.duplicate())) {
            duplicated++;
            deliver(ready, arrival);
        }
    }

    /// Both loss models are asked every time: the burst model's state must go on under any other loss.
    private boolean isLost() {
        BurstLoss burst = link.burstLoss();
        inBurst = inBurst ? !happens(burst.toGood()) : happens(burst.toBad());
        boolean lostInBurst = happens(inBurst ? burst.lossInBad() : burst.lossInGood());
        return happens(link.loss()) || lostInBurst;
    }

    /// @return when the last bit has left, or -1 if the queue is full
    private long throughQueue(int packetBytes, long elapsed) {
        if (link.rate() == 0) {
            return elapsed;
        }
        long waiting = Math.max(0, rateFreeAt - elapsed);
        if (waiting > 0 && bytesIn(waiting) + packetBytes > link.queue()) {
            return -1;
        }
        rateFreeAt = elapsed + waiting + packetBytes * 8L * NANOS_PER_SECOND / link.rate();
        return rateFreeAt;
    }

    private double bytesIn(long nanos) {
        return (double) nanos * link.rate() / 8 / NANOS_PER_SECOND;
    }

    private void deliver(long ready, Arrival arrival) {
        long jitter = link.jitter().toNanos();
        long at = ready + link.latency().toNanos() + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
        if (happens(link.reorder())) {
            at += link.reorderDelay().toNanos();
        } else {
            at = Math.max(at, lastInOrder);
            lastInOrder = at;
        }
        delivered++;
        arrival.at(at);
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    Traffic traffic() {
        return new Traffic(sent, delivered, lost, overflowed, oversized, duplicated);
    }
}
