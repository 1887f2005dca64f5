package dev.moim.stunturn.ice;

import java.net.InetSocketAddress;

/// An address that proved to know a session's password.
final class Path {
    final InetSocketAddress remote;

    /// When the last authenticated check came.
    volatile long checkedNanos;

    /// Whether the listener knows the path; before that no check from here is answered.
    volatile boolean announced;

    Path(InetSocketAddress remote, long nowNanos) {
        this.remote = remote;
        this.checkedNanos = nowNanos;
    }
}
