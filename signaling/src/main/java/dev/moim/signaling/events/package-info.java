/// The numbered event log: append, read after. It must not know who reads it.
@NullMarked
package dev.moim.signaling.events;

import org.jspecify.annotations.NullMarked;
