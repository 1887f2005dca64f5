package dev.moim.media.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/// Waits for a datagram or for a wake-up by another thread: ppoll over the socket and an eventfd.
final class LinuxWait {
    private static final int AT_WORK = 0;
    private static final int WAITING = 1;
    private static final int WOKEN = 2;

    private static final short POLLIN = 1;

    /// Offset of the eventfd's events in the vector of two struct pollfd.
    private static final long WAKE_REVENTS = 14;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final AtomicInteger state = new AtomicInteger(AT_WORK);
    private final int wakeFd;
    private final MemorySegment descriptors;
    private final MemorySegment timeout;
    private final MemorySegment one;
    private final MemorySegment drained;
    private boolean closed;

    LinuxWait(Arena arena, MemorySegment callState, int socketFd) throws IOException {
        descriptors = arena.allocate(16, 8);
        timeout = arena.allocate(16, 8);
        one = arena.allocate(8, 8);
        drained = arena.allocate(8, 8);
        wakeFd = LinuxCalls.eventfd(callState);
        if (wakeFd < 0) {
            throw new IOException("eventfd failed, errno " + LinuxCalls.errno(callState));
        }
        descriptors.set(JAVA_INT, 0, socketFd);
        descriptors.set(JAVA_SHORT, 4, POLLIN);
        descriptors.set(JAVA_INT, 8, wakeFd);
        descriptors.set(JAVA_SHORT, 12, POLLIN);
        one.set(JAVA_LONG, 0, 1);
    }

    void await(long timeoutNanos) {
        if (timeoutNanos > 0 && state.compareAndSet(AT_WORK, WAITING)) {
            timeout.set(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timeout.set(JAVA_LONG, 8, timeoutNanos % NANOS_PER_SECOND);
            int ready = LinuxCalls.ppoll(descriptors, 2, timeout);
            if (ready > 0 && descriptors.get(JAVA_SHORT, WAKE_REVENTS) != 0) {
                // Empty already when two wake-ups came close together; then there is nothing to take off.
                long _ = LinuxCalls.read(wakeFd, drained);
            }
        }
        state.set(AT_WORK);
    }

    void wake() {
        if (state.get() != WOKEN && state.getAndSet(WOKEN) == WAITING) {
            signal();
        }
    }

    /// The lock keeps the write apart from [#close], after which the number may name somebody else's file. It is taken
    /// only when the owner sleeps.
    private synchronized void signal() {
        if (!closed) {
            // Fails only when 2^64 wake-ups are pending, and then the owner is woken as well.
            long _ = LinuxCalls.write(wakeFd, one);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            LinuxCalls.close(wakeFd);
        }
    }
}
