/// The packaged server as its own process, with real browsers and independent WebRTC stacks.
@NullMarked
package dev.moim.signaling.system;

import org.jspecify.annotations.NullMarked;
