/// SSE over the event log. It must not know how events arise.
@NullMarked
package dev.moim.signaling.alerts;

import org.jspecify.annotations.NullMarked;
