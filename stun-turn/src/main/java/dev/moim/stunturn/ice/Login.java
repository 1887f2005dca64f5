package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.stun.StunKey;

/// One generation of a session's credentials; compared by identity.
final class Login {
    final LiteSession session;
    final IceCredentials credentials;
    final StunKey key;

    Login(LiteSession session, IceCredentials credentials) {
        this.session = session;
        this.credentials = credentials;
        this.key = StunKey.shortTerm(credentials.password());
    }
}
