package dev.moim.stunturn.netem;

/// Gilbert and Elliott's two states: a good one with few losses and a bad one with many. They change per datagram, not
/// with time: for a host that sends once in 5 s a burst of three is an outage of 15 s.
///
/// @param toBad chance per datagram to go from good to bad
/// @param toGood chance per datagram to go from bad to good
/// @param lossInGood chance to lose a datagram in the good state
/// @param lossInBad chance to lose a datagram in the bad state
public record BurstLoss(double toBad, double toGood, double lossInGood, double lossInBad) {
    /// Never loses.
    public static final BurstLoss NONE = new BurstLoss(0, 1, 0, 0);

    public BurstLoss {
        Link.requireProbability("toBad", toBad);
        Link.requireProbability("toGood", toGood);
        Link.requireProbability("lossInGood", lossInGood);
        Link.requireProbability("lossInBad", lossInBad);
    }

    /// Bursts in which everything is lost, nothing between them.
    ///
    /// @param meanLoss share of all datagrams that is lost, below 1
    /// @param meanBurst datagrams lost in a row on average, at least 1
    public static BurstLoss of(double meanLoss, double meanBurst) {
        double toGood = 1 / meanBurst;
        return new BurstLoss(toGood * meanLoss / (1 - meanLoss), toGood, 0, 1);
    }
}
