package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.StunMessage;
import java.util.List;
import java.util.Set;
import org.ice4j.attribute.Attribute;

/// Which comprehension-required attributes are understood (RFC 8489 section 18.3, RFC 8656 section 18). One that means
/// nothing where it is found is ignored, and no reason to refuse.
final class Understood {
    private static final Set<Integer> ALWAYS = Set.of(
            (int) Attribute.MAPPED_ADDRESS,
            (int) Attribute.USERNAME,
            (int) Attribute.MESSAGE_INTEGRITY,
            (int) Attribute.ERROR_CODE,
            (int) Attribute.UNKNOWN_ATTRIBUTES,
            (int) Attribute.CHANNEL_NUMBER,
            (int) Attribute.LIFETIME,
            (int) Attribute.XOR_PEER_ADDRESS,
            (int) Attribute.DATA,
            (int) Attribute.REALM,
            (int) Attribute.NONCE,
            (int) Attribute.XOR_RELAYED_ADDRESS,
            (int) Attribute.REQUESTED_ADDRESS_FAMILY,
            (int) Attribute.EVEN_PORT,
            (int) Attribute.REQUESTED_TRANSPORT,
            (int) Attribute.XOR_MAPPED_ADDRESS,
            (int) Attribute.RESERVATION_TOKEN);

    private final boolean fragments;

    /// @param fragments whether packets may leave in fragments: DONT-FRAGMENT cannot be obeyed then and counts as
    ///     unknown (RFC 8656 section 7.2); where packets stay inside the process it is always obeyed
    Understood(boolean fragments) {
        this.fragments = fragments;
    }

    /// What is not understood, each once.
    List<Integer> unknown(StunMessage message) {
        return message.unknownAttributes(ALWAYS).stream()
                .filter(type -> fragments || type != Attribute.DONT_FRAGMENT)
                .toList();
    }
}
