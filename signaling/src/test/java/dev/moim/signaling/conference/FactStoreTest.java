package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.events.Event;
import dev.moim.signaling.events.EventLog;
import dev.moim.signaling.protocol.ChatLine;
import dev.moim.signaling.room.Fact;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.RoomId;
import dev.moim.signaling.room.RoomSetup;
import dev.moim.signaling.room.RoomStore;
import dev.moim.signaling.store.RoomRow;
import dev.moim.signaling.store.RoomRows;
import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Chat on disk.
class FactStoreTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");
    private static final RoomId ROOM = new RoomId("r-1");

    @TempDir
    Path data;

    private ApplicationContext context;

    @BeforeEach
    void start() {
        context = open();
        context.getBean(UserRows.class).save(new UserRow("owner", "Owner", "owner", "-", false, AT));
        context.getBean(RoomRows.class).save(new RoomRow(ROOM.value(), "Room", "owner", true, 10, AT, 1));
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void aMessageRepeatedAfterARestartIsTheSameMessage() {
        Fact first = store(posted("guest:1", 1, "c-1"));
        store(posted("guest:1", 2, "c-2"));
        context.close();
        context = open();

        assertThat(store(posted("guest:1", 3, "c-1"))).isEqualTo(first);

        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(context.getBean(EventLog.class).after(ROOM, 0, 10))
                .extracting(Event::type)
                .containsExactly("chat.posted", "chat.posted");
    }

    @Test
    void anotherPersonMayUseTheSameClientId() {
        store(posted("guest:1", 1, "c-1"));
        store(posted("guest:2", 2, "c-1"));
        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    void aNumberThatIsTakenIsNotInTheWay() {
        store(posted("guest:1", 1, "c-1"));

        // The room never learned that its first message was stored.
        Fact second = store(posted("guest:1", 1, "c-2"));

        assertThat(second).isInstanceOfSatisfying(Fact.ChatPosted.class, it -> {
            assertThat(it.line().number()).isEqualTo(2);
            assertThat(it.line().id()).isEqualTo("m-2");
        });
        assertThat(numbers()).containsExactly(1L, 2L);
    }

    private List<Long> numbers() {
        RoomSetup setup = context.getBean(RoomStore.class).load(ROOM).orElseThrow();
        return setup.lastChat().stream().map(ChatLine::number).toList();
    }

    private Fact store(Fact fact) {
        return context.getBean(FactStore.class).store(ROOM, fact);
    }

    private static Fact posted(String subject, long number, String clientMessageId) {
        var line = new ChatLine(number, ChatLine.idOf(number), "p-1", "Mina", "Hello", AT, Optional.empty());
        return new Fact.ChatPosted(new ParticipantId("p-1"), subject, line, clientMessageId);
    }

    private ApplicationContext open() {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(Map.of("moim.data", data.toString()))
                .start();
    }
}
