package dev.moim.signaling.socket;

import dev.moim.signaling.Eventually;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.room.Role;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSettings;
import dev.moim.signaling.room.RoomSnapshot;
import dev.moim.signaling.room.Rooms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A connection between its socket and its room.
class SignalingConnectionTest {
    private static final RoomId ROOM = new RoomId("r-1");
    private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]+)\"");

    private final Rooms rooms =
            new Rooms(new FakeHouse(), new FakeHouse(), RoomSettings.DEFAULTS, InstantSource.system());

    @AfterEach
    void stop() {
        rooms.close();
    }

    @Test
    void aSocketThatEndsWhileItTakesOverAStayLeavesNoGhost() {
        var older = new FakeWire();
        SignalingConnection first = connection(older);
        first.onText("{\"type\":\"join\",\"name\":\"Mina\"}");
        Eventually.isTrue("somebody joined", () -> older.secret().isPresent());
        var newer = new FakeWire();
        SignalingConnection second = connection(newer);
        // The older socket is closed between the two halves of the change: just then the newer one ends.
        older.onClose = second::onClosed;

        second.onText(
                "{\"type\":\"resume\",\"n\":1,\"secret\":\"" + older.secret().orElseThrow() + "\"}");

        Eventually.isTrue(
                "only the older one is left",
                () -> people().size() == 1 && !people().getFirst().info().connected());
    }

    private List<RoomSnapshot.Present> people() {
        return rooms.find(ROOM).orElseThrow().snapshot().participants();
    }

    private SignalingConnection connection(FakeWire wire) {
        var grant = new RoomGrant(
                "token",
                ROOM,
                "guest:1",
                Optional.empty(),
                Role.PARTICIPANT,
                Instant.now(),
                Instant.now().plusSeconds(60));
        return new SignalingConnection(
                grant,
                wire,
                List::of,
                rooms,
                new ProtocolCodec(),
                SETTINGS,
                new ReplayBudget(1_000_000),
                InstantSource.system());
    }

    private static final SignalingSettings SETTINGS = new SignalingSettings(
            10,
            10,
            10,
            10,
            10,
            10,
            65_536,
            65_536,
            100,
            65_536,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(6),
            30,
            5);

    private static final class FakeWire implements Wire {
        final List<String> sent = new CopyOnWriteArrayList<>();
        Runnable onClose = () -> {};

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public void close(int code) {
            onClose.run();
        }

        Optional<String> secret() {
            return sent.stream()
                    .map(SECRET::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst();
        }
    }
}
