/// The ICE-lite responder, its sessions and candidates (RFC 8445). It must not know sockets, threads or media.
@NullMarked
package dev.moim.stunturn.ice;

import org.jspecify.annotations.NullMarked;
