/// STUN messages over ice4j's classes, with the checks those leave out (RFC 8489). It must not know sessions or
/// sockets.
@NullMarked
package dev.moim.stunturn.stun;

import org.jspecify.annotations.NullMarked;
