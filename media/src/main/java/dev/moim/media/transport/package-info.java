/// One peer's path: RFC 7983 demultiplexing, DTLS, SRTP and RTCP multiplexing. It must not know rooms.
@NullMarked
package dev.moim.media.transport;

import org.jspecify.annotations.NullMarked;
