/// Datagram I/O: Linux batches with segmentation offload, and the portable fallback. It must not know what a
/// datagram carries.
@NullMarked
package dev.moim.media.udp;

import org.jspecify.annotations.NullMarked;
