/// What receive, send, record and router share of a track. It must not know which kind of sink takes its packets.
@NullMarked
package dev.moim.media.track;

import org.jspecify.annotations.NullMarked;
