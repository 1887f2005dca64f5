package dev.moim.signaling.recording;

import dev.moim.signaling.room.Rooms;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/// Takes up what a process that ended left: open segments are closed, and rooms whose recording goes on come into
/// memory, where its limits count.
@Singleton
@Requires(property = "datasources.default.url")
final class Recovery {
    private static final Logger LOG = System.getLogger(Recovery.class.getName());
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
                LOG.log(Level.INFO, "closed " + segment + ", which a process that died left open");
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, segment + " cannot be closed yet", e);
                segments.onFailed(segment, () -> LOG.log(Level.INFO, "closed " + segment));
            }
        }
        recordings.awaited().forEach(rooms::open);
    }
}
