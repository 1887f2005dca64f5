/// A WebRTC participant without codecs: joins by the protocol, sends and checks packets. It must not know the
/// server's insides.
@NullMarked
package dev.moim.signaling.loadtest;

import org.jspecify.annotations.NullMarked;
