/// The service: signaling, REST and everything around rooms.
@NullMarked
package dev.moim.signaling;

import org.jspecify.annotations.NullMarked;
