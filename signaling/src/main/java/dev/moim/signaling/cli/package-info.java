/// The command line: serve, worker, user, load-test. It must not know rooms or media from the inside.
@NullMarked
package dev.moim.signaling.cli;

import org.jspecify.annotations.NullMarked;
