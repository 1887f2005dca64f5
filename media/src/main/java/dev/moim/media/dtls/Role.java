package dev.moim.media.dtls;

/// Which end of the handshake an association is.
enum Role {
    SERVER,
    CLIENT;

    String threadName() {
        return this == SERVER ? "dtls-server-" : "dtls-client-";
    }
}
