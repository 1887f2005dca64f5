package dev.moim.signaling.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the streams that are open, and bounds them. Any thread.
@Singleton
final class OpenStreams implements MeterBinder {
    private final AtomicInteger open = new AtomicInteger();
    private final int most;

    OpenStreams(AlertSettings settings) {
        most = settings.maxStreams();
    }

    boolean isFull() {
        return open.get() >= most;
    }

    /// @return false when there are as many as there may be; otherwise [#leave] must follow
    boolean tryEnter() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("moim.event.streams", open, AtomicInteger::get)
                .description("Event streams that are open")
                .register(registry);
    }
}
