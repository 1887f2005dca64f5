package dev.moim.media;

import java.net.InetSocketAddress;

/// A media loop as its [DatagramGuest] sees it. The loop's thread only, but for [#execute].
public interface GuestLoop {
    /// 0 to [#count] - 1.
    int index();

    /// How many loops share the port.
    int count();

    /// Sends a copy of a datagram from the one UDP port; never throws for network reasons.
    void send(InetSocketAddress to, byte[] buffer, int offset, int length);

    /// Brings a datagram as if it had arrived from the path: DTLS, RTP or RTCP of the peer whose path it is. What
    /// nobody has told by [MediaRoom#addPath] is counted and dropped.
    ///
    /// @param path one that this loop's guest keeps
    /// @param buffer the engine may decrypt in place
    void deliver(InetSocketAddress path, byte[] buffer, int offset, int length);

    /// Runs a task on the loop's thread, in the order of the calls; any thread. May make the caller wait while the
    /// loop has too much to do, but never a loop.
    void execute(Task task);

    /// What another thread wants done.
    @FunctionalInterface
    interface Task {
        /// @param nowNanos the loop's time, of [System#nanoTime]
        void run(long nowNanos);
    }
}
