/// RTP on the wire: packet view, header extensions, sequence arithmetic (RFC 3550, RFC 8285). It must not know
/// streams, peers or time.
@NullMarked
package dev.moim.media.rtp;

import org.jspecify.annotations.NullMarked;
