package dev.moim.signaling.recording;

import dev.moim.signaling.room.Rooms;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes up what a process that ended left: open segments are closed, and rooms whose recording goes on come into
/// memory, where its limits count.
@Singleton
@Requires(property = "datasources.default.url")
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private final Recordings recordings;
    private final Segments segments;
    private final Rooms rooms;

    Recovery(Recordings recordings, Segments segments, Rooms rooms) {
        this.recordings = recordings;
        this.segments = segments;
        this.rooms = rooms;
    }

    /// Beside the server: long files take long to read.
    @EventListener
    void onServerStart(ServerStartupEvent started) {
        Thread.ofVirtual().name("recording-recovery").start(this::recover);
    }

    void recover() {
        for (SegmentId segment : recordings.orphans()) {
            try {
                segments.recover(segment, Instant.now());
                LOG.info("closed {}, which a process that died left open", segment);
            } catch (IOException | RuntimeException e) {
                LOG.error("{} cannot be closed yet", segment, e);
                segments.onFailed(segment, () -> LOG.info("closed {}", segment));
            }
        }
        recordings.awaited().forEach(rooms::open);
    }
}
