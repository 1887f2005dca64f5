package dev.moim.media.loop;

/// Something another thread wants of a loop; runs on the loop's thread.
@FunctionalInterface
interface Command {
    /// @param nowNanos the loop's time, of [System#nanoTime]
    void run(long nowNanos);
}
