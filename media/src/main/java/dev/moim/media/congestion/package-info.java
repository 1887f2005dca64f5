/// Transport-wide feedback to publishers, and the bounded queue of packets to a subscriber. It must not know rooms or
/// codecs.
@NullMarked
package dev.moim.media.congestion;

import org.jspecify.annotations.NullMarked;
