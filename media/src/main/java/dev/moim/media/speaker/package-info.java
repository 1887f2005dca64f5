/// Audio levels to dominant speaker (RFC 6464). It must not know packets.
@NullMarked
package dev.moim.media.speaker;

import org.jspecify.annotations.NullMarked;
