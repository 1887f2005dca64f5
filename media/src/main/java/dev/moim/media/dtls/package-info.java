/// The DTLS handshake in both roles, which ends in SRTP keys (RFC 5764); the only one that imports Bouncy Castle's TLS.
/// It must not know sockets or RTP.
@NullMarked
package dev.moim.media.dtls;

import org.jspecify.annotations.NullMarked;
