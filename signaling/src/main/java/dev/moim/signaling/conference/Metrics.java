package dev.moim.signaling.conference;

import dev.moim.media.DropReason;
import dev.moim.media.MediaCounters;
import dev.moim.signaling.room.Rooms;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What media, ICE and rooms count, for `/prometheus`. Read when somebody asks, on that thread.
@Singleton
final class Metrics {
    private static final Map<String, ToLongFunction<MediaCounters>> COUNTERS = Map.of(
            "moim.media.datagrams.received", MediaCounters::datagramsReceived,
            "moim.media.datagrams.sent", MediaCounters::datagramsSent,
            "moim.media.packets.forwarded", MediaCounters::packetsForwarded,
            "moim.media.retransmissions.sent", MediaCounters::retransmissionsSent,
            "moim.media.key.frames.requested", MediaCounters::keyFramesRequested,
            "moim.media.loop.errors", MediaCounters::loopErrors,
            "moim.media.command.waits", MediaCounters::commandWaits);

    private final MeterRegistry registry;
    private final MediaPlane plane;
    private final Rooms rooms;

    Metrics(MeterRegistry registry, MediaPlane plane, Rooms rooms) {
        this.registry = registry;
        this.plane = plane;
        this.rooms = rooms;
    }

    /// With the server, so that a command without one opens no media port.
    @EventListener
    void onServerStart(ServerStartupEvent started) {
        COUNTERS.forEach((name, count) -> FunctionCounter.builder(
                        name, plane, it -> count.applyAsLong(it.media().counters()))
                .register(registry));
        for (DropReason reason : DropReason.values()) {
            FunctionCounter.builder(
                            "moim.media.drops",
                            plane,
                            it -> it.media().counters().drops().getOrDefault(reason, 0L))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (String end : plane.ice().counters().keySet()) {
            FunctionCounter.builder("moim.ice.datagrams", plane, it -> it.ice()
                            .counters()
                            .getOrDefault(end, 0L))
                    .tag("end", end)
                    .register(registry);
        }
        for (String end : plane.relayCounters().keySet()) {
            FunctionCounter.builder("moim.turn.messages", plane, it -> it.relayCounters()
                            .getOrDefault(end, 0L))
                    .tag("end", end)
                    .register(registry);
        }
        Gauge.builder("moim.turn.allocations", plane, MediaPlane::allocations).register(registry);
        Gauge.builder("moim.rooms", rooms, it -> it.all().size()).register(registry);
        Gauge.builder("moim.participants", rooms, Metrics::participants).register(registry);
        FunctionCounter.builder("moim.room.failures", rooms, it -> it.counters().failures())
                .register(registry);
        FunctionCounter.builder("moim.room.refused", rooms, it -> it.counters().refused())
                .register(registry);
    }

    private static double participants(Rooms rooms) {
        return rooms.all().stream()
                .mapToInt(room -> room.snapshot().participants().size())
                .sum();
    }
}
