package dev.moim.signaling.intake;

import java.util.HashMap;
import java.util.Map;

/// An amount that many callers share: there is an end for each of them, so that one cannot take it all, and one for all
/// together. Whoever has nothing of it is not remembered. Any thread.
public final class Shares {
    /// A caller who stands for many others: only the limit of all counts.
    public static final String NOBODY = "";

    private final long total;
    private final long each;
    private final Map<String, Long> taken = new HashMap<>();
    private long all;

    public Shares(long total, long each) {
        this.total = total;
        this.each = each;
    }

    /// @return false, and nothing is taken, when it is too much
    public synchronized boolean tryTake(String caller, long amount) {
        long now = taken.getOrDefault(caller, 0L) + amount;
        if (all + amount > total || (!caller.equals(NOBODY) && now > each)) {
            return false;
        }
        all += amount;
        taken.put(caller, now);
        return true;
    }

    public synchronized void giveBack(String caller, long amount) {
        all -= amount;
        taken.computeIfPresent(caller, (_, had) -> had > amount ? had - amount : null);
    }

    /// What all have together.
    public synchronized long taken() {
        return all;
    }
}
