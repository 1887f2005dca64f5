/// A durable queue of jobs: at least once, across restarts, by the database alone or with RabbitMQ between a row and
/// its work. It must not know what the jobs are about.
@NullMarked
package dev.moim.signaling.queue;

import org.jspecify.annotations.NullMarked;
