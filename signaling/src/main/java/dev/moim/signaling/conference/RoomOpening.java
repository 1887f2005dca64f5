package dev.moim.signaling.conference;

import dev.moim.signaling.events.Attendance;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSetup;
import dev.moim.signaling.room.RoomStore;
import dev.moim.signaling.room.Rooms;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/// Opens rooms with a log that is complete. Whoever is inside according to the log of a room that is not in memory was
/// lost with the process that had it.
@Primary
@Singleton
@Requires(property = "datasources.default.url")
class RoomOpening implements RoomStore {
    private static final Logger LOG = System.getLogger(RoomOpening.class.getName());

    private final RoomStore stored;
    private final Attendance attendance;
    private final BeanProvider<Rooms> rooms;

    RoomOpening(@Named("stored") RoomStore stored, Attendance attendance, BeanProvider<Rooms> rooms) {
        this.stored = stored;
        this.attendance = attendance;
        this.rooms = rooms;
    }

    @Override
    public Optional<RoomSetup> load(RoomId room) {
        Optional<RoomSetup> setup = stored.load(room);
        if (setup.isPresent()) {
            attendance.close(room, "server-lost", Instant.now());
        }
        return setup;
    }

    /// Nobody should have to come back before readers of the log learn that a meeting is over.
    @EventListener
    void onServerStart(ServerStartupEvent started) {
        Thread.ofVirtual().name("lost-meetings").start(this::openLostMeetings);
    }

    private void openLostMeetings() {
        try {
            attendance.openMeetings().forEach(room -> rooms.get().open(room));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "meetings that were cut off stay open in the log until someone enters the room", e);
        }
    }
}
