/// Persistence: repositories and their rows. It must not know controllers, sockets or media.
@NullMarked
package dev.moim.signaling.store;

import org.jspecify.annotations.NullMarked;
