package dev.moim.signaling.queue;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A bounded number of virtual threads that nobody interrupts: an interrupt that meets the embedded database while it
/// reads or writes its file closes that file for everyone.
final class CalmPool extends ThreadPoolExecutor {
    private volatile Runnable onStop = () -> {};

    CalmPool(String name, int threads) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /// What to do instead of an interrupt.
    CalmPool onStop(Runnable wake) {
        onStop = wake;
        return this;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        onStop.run();
        return List.of();
    }
}
