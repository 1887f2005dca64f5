package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three real browsers, two of Chromium and one Firefox, in one meeting.
class MeetingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = 10;
    private static final Pattern SAID = Pattern.compile("\\w+ says \\d+");

    @BeforeAll
    static void browsersAreInstalled() {
        assumeTrue(Files.exists(Chromium.EXECUTABLE), "needs /usr/bin/chromium");
        assumeTrue(Files.exists(Firefox.EXECUTABLE), "needs /usr/bin/firefox-esr");
    }

    @Test
    void everyoneSeesAndHearsEveryone() {
        try (var server = new ServerProcess();
                var first = new Chromium();
                var second = new Chromium();
                var third = new Firefox()) {
            String url = server.url("/r/" + server.createRoom("Weekly"));
            var mina = Person.join(first.tab(), url, "Mina");
            var jun = Person.join(second.tab(), url, "Jun");
            var sora = Person.join(third.tab(), url, "Sora");
            var all = List.of(mina, jun, sora);
            all.forEach(person -> person.awaitTiles(3, LIMIT));
            all.forEach(person -> awaitStreams(person, 2));
            observe(all);
            int ofMina = mina.offers();
            int ofJun = jun.offers();

            chatReachesAllInOrder(all);

            sora.tab().click("leave");
            sora.awaitState("left");
            mina.awaitTiles(2, LIMIT);
            jun.awaitTiles(2, LIMIT);

            var back = Person.join(sora.tab(), url, "Sora");
            List.of(mina, jun, back).forEach(person -> person.awaitTiles(3, LIMIT));
            List.of(mina, jun, back).forEach(person -> awaitStreams(person, 2));
            assertThat(mina.offers()).as("offers of Mina").isEqualTo(ofMina);
            assertThat(jun.offers()).as("offers of Jun").isEqualTo(ofJun);
            for (var person : List.of(mina, jun, back)) {
                assertThat(person.negotiationNeeded())
                        .as("negotiationneeded of " + person.name())
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    /// Waits until this many video streams have decoded a frame and as many audio streams have packets.
    private static void awaitStreams(Person person, int count) {
        Instant end = Instant.now().plus(LIMIT);
        JsonNode received = person.received();
        while (flowing(received, "video") < count || flowing(received, "audio") < count) {
            assertThat(Instant.now())
                    .as(person.name() + " receives " + received)
                    .isBefore(end);
            Pause.briefly();
            received = person.received();
        }
    }

    /// Again and again, every one of the six directions brings new pictures and new sound.
    private static void observe(List<Person> people) {
        for (int round = 0; round < ROUNDS; round++) {
            for (var person : people) {
                JsonNode before = person.received();
                Instant end = Instant.now().plus(LIMIT);
                JsonNode after = person.received();
                while (growing(before, after, "video") < people.size() - 1
                        || growing(before, after, "audio") < people.size() - 1) {
                    assertThat(Instant.now())
                            .as("%s in round %d: %s → %s", person.name(), round, before, after)
                            .isBefore(end);
                    Pause.briefly();
                    after = person.received();
                }
            }
        }
    }

    private static void chatReachesAllInOrder(List<Person> people) {
        people.forEach(Person::openChat);
        for (int round = 1; round <= 5; round++) {
            for (var person : people) {
                person.say(person.name() + " says " + round);
            }
        }
        for (var person : people) {
            Instant end = Instant.now().plus(LIMIT);
            while (person.chat().size() < 15) {
                assertThat(Instant.now())
                        .as("chat of " + person.name() + person.chat())
                        .isBefore(end);
                Pause.briefly();
            }
        }
        List<String> seen = said(people.getFirst());
        assertThat(seen).doesNotHaveDuplicates().hasSize(15);
        for (var person : people) {
            assertThat(said(person)).as("chat of " + person.name()).isEqualTo(seen);
        }
    }

    private static List<String> said(Person person) {
        return person.chat().stream()
                .map(SAID::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .toList();
    }

    private static int flowing(JsonNode received, String kind) {
        int count = 0;
        for (var field : received.properties()) {
            if (field.getKey().startsWith(kind) && field.getValue().asLong() > 0) {
                count++;
            }
        }
        return count;
    }

    private static int growing(JsonNode before, JsonNode after, String kind) {
        int count = 0;
        for (var field : after.properties()) {
            long growth =
                    field.getValue().asLong() - before.path(field.getKey()).asLong();
            if (field.getKey().startsWith(kind) && growth > 0) {
                count++;
            }
        }
        return count;
    }
}
