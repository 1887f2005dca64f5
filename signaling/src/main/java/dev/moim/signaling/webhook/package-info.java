/// Webhooks: events of the log as signed requests to other systems, in order, at least once, for days. It must not know
/// how events arise, nor rooms in memory.
@NullMarked
package dev.moim.signaling.webhook;

import org.jspecify.annotations.NullMarked;
