package dev.moim.signaling.sdp;

import java.util.List;
import java.util.Set;

/// What the server says of itself in every answer to one client.
///
/// @param ufrag of this client's ICE session
/// @param password of this client's ICE session
/// @param fingerprint of the server's certificate
/// @param candidates values of `a=candidate`, without the name
/// @param extensions URIs of the header extensions that the server understands
/// @param cname of all the server's streams (RFC 3550 section 6.5.1)
public record AnswerSettings(
        String ufrag,
        String password,
        Fingerprint fingerprint,
        List<String> candidates,
        Set<String> extensions,
        String cname) {
    public AnswerSettings {
        candidates = List.copyOf(candidates);
        extensions = Set.copyOf(extensions);
    }

    /// Says no password.
    @Override
    public String toString() {
        return "AnswerSettings[" + ufrag + "]";
    }
}
