package dev.moim.stunturn.turn;

import java.util.Locale;

/// How a message to [TurnCore] can end; the names are stable, metrics show them in lower case.
enum TurnEnd {
    /// An allocation was made.
    ALLOCATED,
    /// A request was answered with success.
    ANSWERED,
    /// An authentic request was answered with an error.
    REFUSED,
    /// Answered with 401 or 438.
    CHALLENGED,
    /// A request that lacks what every client knows it needs; answered with 400 or 420.
    BAD_REQUEST,
    /// Not answered: the source got as many answers without a password as it may.
    LIMITED,
    /// Not answered: the answer would be more than 2.5 times as long as the request.
    TOO_SHORT,
    /// Neither STUN nor ChannelData.
    MALFORMED,
    /// STUN, but nothing for a TURN server.
    UNEXPECTED,
    /// Data from a client or for one that has no allocation.
    NO_ALLOCATION,
    /// Data on a channel that is not bound.
    NO_CHANNEL,
    /// Data to or from a peer that has no permission.
    NO_PERMISSION,
    /// Data to a peer that the policy denies.
    DENIED,
    /// A packet went to this process' own media.
    TO_SERVER,
    /// A packet went to a peer that the operator has opened.
    TO_PEER,
    /// A packet went to a client.
    TO_CLIENT;

    String counterName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
