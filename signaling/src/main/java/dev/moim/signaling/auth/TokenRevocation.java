package dev.moim.signaling.auth;

/// Ends room tokens before their time. Any thread; may block on the database.
public interface TokenRevocation {
    /// From the return on the token opens nothing any more, also after a restart.
    void revoke(String tokenId);
}
