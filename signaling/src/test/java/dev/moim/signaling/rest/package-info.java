/// The REST API and the event streams as a client sees them: a real server on a real port.
@NullMarked
package dev.moim.signaling.rest;

import org.jspecify.annotations.NullMarked;
