/// Payload descriptors of the video and audio codecs: key frame? layer? rewrite. It must not know streams or peers.
@NullMarked
package dev.moim.media.codec;

import org.jspecify.annotations.NullMarked;
