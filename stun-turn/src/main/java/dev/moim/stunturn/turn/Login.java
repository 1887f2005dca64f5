package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.StunKey;

/// Who a request is from, shown by its password.
///
/// @param username `expiry:subject`
/// @param expirySeconds of the Unix epoch
record Login(String username, String subject, long expirySeconds, StunKey key) {}
