/// Transport-wide feedback, pacing and later the send-side estimate. It must not know rooms or codecs.
@NullMarked
package dev.moim.media.congestion;

import org.jspecify.annotations.NullMarked;
