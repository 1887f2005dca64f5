package dev.moim.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.protocol.ClientMessage;
import dev.moim.signaling.protocol.Media;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may come in, and who may come back.
class RoomDoorTest {
    private final TestRoom room = new TestRoom(10);

    @Test
    void whoIsKickedStaysOutWithEveryTokenOfTheAccountUntilTheMeetingIsOver() {
        room.join("mina", Role.MODERATOR);
        room.tell(joining("x", "token-1", "user:7", Role.PARTICIPANT));
        room.say("mina", new ClientMessage.Kick("p-x"));

        room.tell(joining("x2", "token-2", "user:7", Role.PARTICIPANT));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"));
        room.tell(joining("y", "token-3", "user:8", Role.PARTICIPANT));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"), TestRoom.id("y"));

        room.say("y", new ClientMessage.Leave());
        room.say("mina", new ClientMessage.Leave());
        room.tell(joining("x3", "token-4", "user:7", Role.PARTICIPANT));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("x3"));
    }

    @Test
    void whomTheOwnerInvitedIsNotTakenForTheOwner() {
        room.join("mina", Role.MODERATOR);
        room.tell(joining("x", "token-1", "invited:1", Role.PARTICIPANT));
        room.say("mina", new ClientMessage.Kick("p-x"));
        room.tell(joining("y", "token-2", "invited:2", Role.PARTICIPANT));
        assertThat(room.room.participants()).containsExactly(TestRoom.id("mina"), TestRoom.id("y"));
    }

    @Test
    void newSettingsCountForWhoComesNext() {
        var small = new TestRoom(1);
        small.join("mina", Role.MODERATOR);
        small.tell(new RoomEvent.Changed("Monthly", 2, true));
        small.join("jun", Role.PARTICIPANT);
        assertThat(small.room.snapshot().name()).isEqualTo("Monthly");
        assertThat(small.room.participants()).hasSize(2);

        small.tell(new RoomEvent.Changed("Monthly", 5, false));
        small.join("eve", Role.PARTICIPANT);
        assertThat(small.room.participants()).hasSize(2);
        small.tell(joining("x", "token-1", "user:7", Role.PARTICIPANT));
        assertThat(small.room.participants()).hasSize(3);
    }

    private RoomEvent.Join joining(String name, String token, String subject, Role role) {
        return new RoomEvent.Join(
                TestRoom.id(name),
                new Admission(token, subject, Optional.empty(), role),
                TestRoom.secret(name),
                room.joining(name, role, Optional.empty()).sink(),
                new ClientMessage.Join(Optional.of(name), Optional.empty(), Media.OFF, Optional.empty()),
                List.of());
    }
}
