/// The TURN server: credentials, allocations, permissions, channels, and which peers it may relay to (RFC 8656). It
/// must not know sockets, threads, clocks or media.
@NullMarked
package dev.moim.stunturn.turn;

import org.jspecify.annotations.NullMarked;
