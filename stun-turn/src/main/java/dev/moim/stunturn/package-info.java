/// The public face of STUN, TURN and ICE: values and interfaces only. It must not know media, SDP text or sockets.
@NullMarked
package dev.moim.stunturn;

import org.jspecify.annotations.NullMarked;
