/// A durable queue of jobs: at least once, across restarts. It must not know what the jobs are about.
@NullMarked
package dev.moim.signaling.queue;

import org.jspecify.annotations.NullMarked;
