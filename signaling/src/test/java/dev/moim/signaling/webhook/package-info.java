/// Endpoints, simulated time, and hostile addresses.
@NullMarked
package dev.moim.signaling.webhook;

import org.jspecify.annotations.NullMarked;
