package dev.moim.signaling.store;

import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.room.RoomId;
import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import java.util.Map;

/// A process that stores events, or accounts, as fast as it can and says each number once it is acknowledged.
final class AppendUntilKilled {
    static final RoomId ROOM = new RoomId("room");

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        var context = open(args[0]);
        Instant now = Instant.now();
        context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, now));
        context.getBean(RoomRows.class).save(new RoomRow(ROOM.value(), "Room", "owner", true, 10, now, 1));
        var log = context.getBean(EventLog.class);
        var users = context.getBean(UserRows.class);
        for (long number = 1; ; number++) {
            if (args[1].equals("events")) {
                log.append(ROOM, "tick", now, Map.of());
            } else {
                users.save(new UserRow("u" + number, "u" + number, "u" + number, "-", false, now));
            }
            System.out.println(number);
            System.out.flush();
        }
    }

    static ApplicationContext open(String data) {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("moim.data", data))
                .start();
    }
}
