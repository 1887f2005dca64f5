/// The one TCP port: tells by a connection's first bytes whether it speaks TLS, HTTP, TURN or ICE, and holds the
/// certificate. HTTP goes on to the HTTP server, TURN and ICE to a [StreamGuest]. It must not know what their messages
/// mean, nor rooms or media.
@NullMarked
package dev.moim.signaling.gateway;

import org.jspecify.annotations.NullMarked;
