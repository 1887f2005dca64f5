/// A room's tracks and subscriptions and the fan-out loop. It must not know sockets, threads or clocks.
@NullMarked
package dev.moim.media.router;

import org.jspecify.annotations.NullMarked;
