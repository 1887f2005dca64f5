package dev.moim.media.loop;

import dev.moim.media.udp.UdpSocket;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/// One loop's commands, in the order in which they came. Any thread puts, the loop runs.
final class Inbox {
    /// Commands that a loop has no time for: a join of every peer of a very large server at once.
    private static final int CAPACITY = 8192;

    /// How long a thread that finds the inbox full waits before it looks again.
    private static final long WAIT_NANOS = 200_000;

    private final MpscAtomicArrayQueue<Command> commands = new MpscAtomicArrayQueue<>(CAPACITY);
    private final AtomicLong waits = new AtomicLong();
    private final UdpSocket socket;
    private volatile boolean closed;

    /// @param socket what the loop sleeps on
    Inbox(UdpSocket socket) {
        this.socket = socket;
    }

    /// Puts a command. When the inbox is full it waits, unless the caller is a loop: two loops that wait for each
    /// other's inboxes would wait forever, so a loop keeps the command and tries again in its next turn. A closed
    /// inbox takes no commands and says nothing.
    void put(Command command) {
        if (Thread.currentThread() instanceof LoopThread caller) {
            caller.outbox().put(this, command);
            return;
        }
        while (!offer(command)) {
            waits.incrementAndGet();
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    /// @return false when it is full
    private boolean offer(Command command) {
        if (closed) {
            return true;
        }
        boolean taken = commands.offer(command);
        socket.wake();
        return taken;
    }

    /// Runs what is here now, not what comes meanwhile. The loop's thread only.
    void run(long nowNanos, FaultHandler faults) {
        for (int left = commands.size(); left > 0; left--) {
            Command command = commands.poll();
            if (command == null) {
                return;
            }
            try {
                command.run(nowNanos);
            } catch (RuntimeException | Error e) {
                faults.onFault(e);
            }
        }
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /// How often a thread had to wait.
    long waits() {
        return waits.get();
    }

    void close() {
        closed = true;
        commands.clear();
    }

    interface FaultHandler {
        void onFault(Throwable fault);
    }

    /// What one loop could not put into full inboxes, its own included.
    static final class Outbox {
        private final ArrayDeque<Kept> kept = new ArrayDeque<>();

        private record Kept(Inbox inbox, Command command) {}

        private void put(Inbox inbox, Command command) {
            if (!kept.isEmpty() || !inbox.offer(command)) {
                kept.addLast(new Kept(inbox, command));
            }
        }

        /// Tries again, in order.
        ///
        /// @return whether nothing is left
        boolean retry() {
            while (!kept.isEmpty()) {
                var first = kept.getFirst();
                if (!first.inbox.offer(first.command)) {
                    return false;
                }
                kept.removeFirst();
            }
            return true;
        }
    }
}
