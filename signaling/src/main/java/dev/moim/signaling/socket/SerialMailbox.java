package dev.moim.signaling.socket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Runs tasks one after the other, each burst on a virtual thread of its own: a task may block, and an idle connection
/// costs no thread. Bounded by its user: a connection is not read from while tasks wait.
final class SerialMailbox {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> onFault;

    /// @param onFault takes what a task throws; the next task runs all the same
    SerialMailbox(Consumer<Throwable> onFault) {
        this.onFault = onFault;
    }

    /// Any thread.
    void add(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            Thread.startVirtualThread(this::drain);
        }
    }

    boolean isIdle() {
        return waiting.get() == 0;
    }

    private void drain() {
        do {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                onFault.accept(e);
            }
        } while (waiting.decrementAndGet() > 0);
    }
}
