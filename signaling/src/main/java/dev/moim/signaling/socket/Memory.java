package dev.moim.signaling.socket;

import dev.moim.signaling.intake.Shares;
import jakarta.inject.Singleton;

/// What all connections together may hold of the heap, in parts of it: `-Xmx` is the one setting. Any thread.
@Singleton
final class Memory {
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    /// Messages of clients that are not complete; one caller may have a quarter of it.
    private final Shares unfinished = new Shares(HEAP / 16, HEAP / 64);

    private final ReplayBudget replay = new ReplayBudget(HEAP / 8);
    private final UnsentBudget unsent = new UnsentBudget(HEAP / 8);

    Shares unfinished() {
        return unfinished;
    }

    ReplayBudget replay() {
        return replay;
    }

    UnsentBudget unsent() {
        return unsent;
    }
}
