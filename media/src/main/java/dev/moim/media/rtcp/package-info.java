/// RTCP on the wire: one class per packet type, compound reader and writer (RFC 3550, 4585, 5104, transport-wide
/// feedback). It must not know when a report is due.
@NullMarked
package dev.moim.media.rtcp;

import org.jspecify.annotations.NullMarked;
