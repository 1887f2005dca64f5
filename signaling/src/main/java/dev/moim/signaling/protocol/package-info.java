/// The signaling messages and their JSON: the shadow of docs/protocol.md. It must not know sockets, rooms or media.
@NullMarked
package dev.moim.signaling.protocol;

import org.jspecify.annotations.NullMarked;
