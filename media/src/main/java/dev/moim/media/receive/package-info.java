/// What arrives from a publisher: duplicates, loss register, NACK, RTX, reports. It must not know who watches.
@NullMarked
package dev.moim.media.receive;

import org.jspecify.annotations.NullMarked;
