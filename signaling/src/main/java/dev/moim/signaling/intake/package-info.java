/// How much of the HTTP port strangers may take: connections, time, and memory for what they have not finished saying.
/// It must not know what requests are about.
@NullMarked
package dev.moim.signaling.intake;

import org.jspecify.annotations.NullMarked;
