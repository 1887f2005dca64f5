package dev.moim.stunturn.ice;

import java.util.Locale;

/// How a datagram to [IceLite] can end; the names are stable, metrics show them in lower case.
enum IceEnd {
    /// A check was answered with success.
    ANSWERED,
    /// No STUN message, or one with a wrong FINGERPRINT.
    MALFORMED,
    /// A datagram that claims to come from an address that only paths inside this process have.
    FORGED_SOURCE,
    /// STUN, but no Binding request: keep-alive indications, late answers, TURN methods.
    NOT_A_CHECK,
    /// No USERNAME, or none that names an open session.
    UNKNOWN_USER,
    /// No MESSAGE-INTEGRITY, or one that is wrong.
    BAD_INTEGRITY,
    /// Answered with 420.
    UNKNOWN_ATTRIBUTE,
    /// Answered with 487.
    ROLE_CONFLICT,
    /// The session knows as many addresses as it may.
    ADDRESS_LIMIT,
    /// Another session lives at the address.
    ADDRESS_TAKEN,
    /// The same address' first check is being told to the listener by another thread; the client asks again.
    PENDING,
    /// The session's listener threw; the session was closed.
    LISTENER_FAILED;

    String counterName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
