/// The public face of the media engine: values and interfaces only. It must not know how a packet is
/// received, routed or sent, nor anything of SDP, HTTP or STUN.
@NullMarked
package dev.moim.media;

import org.jspecify.annotations.NullMarked;
