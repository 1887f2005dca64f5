/// REST controllers with their request and response records and problem+json. It must not know sockets or media.
@NullMarked
package dev.moim.signaling.api;

import org.jspecify.annotations.NullMarked;
