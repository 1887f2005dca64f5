/// Framing for the one TCP port: which protocol a connection speaks, STUN and TURN streams (RFC 8656 section 12.5) and
/// ICE over TCP (RFC 4571). It must not know sockets or what the messages mean.
@NullMarked
package dev.moim.stunturn.tcp;

import org.jspecify.annotations.NullMarked;
