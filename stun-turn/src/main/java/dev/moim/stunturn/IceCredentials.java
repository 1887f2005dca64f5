package dev.moim.stunturn;

/// A user name fragment and password (RFC 8445 section 5.3). The text form shows no password.
///
/// @param ufrag 4 to 256 ice-chars
/// @param password 22 to 256 ice-chars
public record IceCredentials(String ufrag, String password) {
    public IceCredentials {
        if (!ufrag.matches("[A-Za-z0-9+/]{4,256}") || !password.matches("[A-Za-z0-9+/]{22,256}")) {
            throw new IllegalArgumentException("ufrag has 4 to 256 and password 22 to 256 ice-chars");
        }
    }

    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
