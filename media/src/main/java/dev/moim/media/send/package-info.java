/// What leaves towards a subscriber: rewriting into an endless slot, RTX answers, sender reports. It must not know
/// how the packet arrived.
@NullMarked
package dev.moim.media.send;

import org.jspecify.annotations.NullMarked;
