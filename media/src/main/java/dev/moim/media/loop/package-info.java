/// The media loop: thread, duty cycle, command queue, timers and counters; it owns routers.
@NullMarked
package dev.moim.media.loop;

import org.jspecify.annotations.NullMarked;
