package dev.moim.stunturn.netem;

import java.time.Duration;

/// What one direction between a host and the rest of the network does to datagrams; a value, begin with [#PERFECT].
/// The order is: MTU, loss, queue and rate, latency and jitter, reordering, duplication.
///
/// @param latency added to every datagram
/// @param jitter added on top, evenly spread from 0 to this; keeps the order, as queues on the way do
/// @param loss chance to lose a datagram, each independently
/// @param burstLoss losses in bursts, besides `loss`
/// @param duplicate chance that a datagram arrives a second time
/// @param reorder chance that a datagram is held back by `reorderDelay` and overtaken by those behind it
/// @param reorderDelay how long it is held back
/// @param rate bit/s including IP and UDP headers, 0 for no limit
/// @param queue bytes that wait for the rate before further ones are dropped
/// @param mtu bytes of the longest IP packet; longer ones are dropped, as with the don't-fragment bit
public record Link(
        Duration latency,
        Duration jitter,
        double loss,
        BurstLoss burstLoss,
        double duplicate,
        double reorder,
        Duration reorderDelay,
        long rate,
        int queue,
        int mtu) {
    /// Delivers at once, in order, everything up to 1500 bytes.
    public static final Link PERFECT =
            new Link(Duration.ZERO, Duration.ZERO, 0, BurstLoss.NONE, 0, 0, Duration.ZERO, 0, 0, 1500);

    /// Loses everything.
    public static final Link DEAD = PERFECT.loss(1);

    public Link {
        requireProbability("loss", loss);
        requireProbability("duplicate", duplicate);
        requireProbability("reorder", reorder);
        if (latency.isNegative() || jitter.isNegative() || reorderDelay.isNegative()) {
            throw new IllegalArgumentException("delays are not negative");
        }
        if (rate < 0 || queue < 0 || mtu < 1) {
            throw new IllegalArgumentException("rate and queue are not negative, the MTU is positive");
        }
    }

    public Link latency(Duration latency) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    public Link jitter(Duration jitter) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    public Link loss(double loss) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    public Link burstLoss(BurstLoss burstLoss) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    public Link duplicate(double duplicate) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    public Link reorder(double reorder, Duration heldBack) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, heldBack, rate, queue, mtu);
    }

    /// @param bitsPerSecond positive
    /// @param queueBytes how much may wait; rate × the bufferbloat one wants, in seconds, / 8
    public Link rate(long bitsPerSecond, int queueBytes) {
        return new Link(
                latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, bitsPerSecond, queueBytes, mtu);
    }

    public Link mtu(int mtu) {
        return new Link(latency, jitter, loss, burstLoss, duplicate, reorder, reorderDelay, rate, queue, mtu);
    }

    static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is 0 to 1");
        }
    }
}
