/// SDP text to records and back, and the rules of offer and answer (RFC 8866, 3264, 9429). It must not know a media
/// engine.
@NullMarked
package dev.moim.signaling.sdp;

import org.jspecify.annotations.NullMarked;
