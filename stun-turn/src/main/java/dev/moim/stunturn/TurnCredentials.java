package dev.moim.stunturn;

/// What a client shows to allocate (`username` and `credential` of W3C's RTCIceServer). The text form shows
/// no password.
///
/// @param username `expiry:subject`, expiry in seconds of the Unix epoch
public record TurnCredentials(String username, String password) {
    @Override
    public String toString() {
        return "TurnCredentials[" + username + "]";
    }
}
