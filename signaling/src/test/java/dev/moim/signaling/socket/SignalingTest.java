package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.room.Fact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Meetings over real sockets: what people see, and what becomes of bad connections.
class SignalingTest {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of("moim.signaling.close-limit", "1s"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aDroppedConnectionGetsExactlyWhatItMissedInOrder() throws IOException {
        try (RawClient mina = server.open("moderator", "mina")) {
            String minaId = mina.join("Mina").get("participant").textValue();
            RawClient jun = server.open("participant", "jun");
            JsonNode joined = jun.join("Jun");
            assertThat(joined.get("participants")).hasSize(2);
            mina.text(chat("c-1", "one"));
            JsonNode one = jun.message("chat");
            assertThat(one.at("/message/text").textValue()).isEqualTo("one");
            assertThat(one.at("/message/participant").textValue()).isEqualTo(minaId);
            assertThat(one.at("/message/clientMessageId").isMissingNode()).isTrue();
            assertThat(mina.message("chat").at("/message/clientMessageId").textValue())
                    .isEqualTo("c-1");
            jun.drop();
            assertThat(mina.message("participant-changed")
                            .at("/participant/connected")
                            .booleanValue())
                    .isFalse();
            List<String> missed = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                mina.text(chat("d-" + i, "missed " + i));
                missed.add("missed " + i);
            }
            for (int i = 0; i < 5; i++) {
                mina.message("chat");
            }
            try (RawClient again = server.open("participant", "jun")) {
                long n = one.get("n").longValue();
                again.text("{\"type\":\"resume\",\"secret\":\"" + secret(joined) + "\",\"n\":" + n + "}");
                JsonNode resumed = again.message();
                assertThat(resumed.get("type").textValue()).isEqualTo("resumed");
                assertThat(resumed.get("missed").intValue()).isEqualTo(5);
                for (String text : missed) {
                    JsonNode message = again.message();
                    assertThat(message.at("/message/text").textValue()).isEqualTo(text);
                    assertThat(message.get("n").longValue()).isEqualTo(++n);
                }
                assertThat(mina.message("participant-changed")
                                .at("/participant/connected")
                                .booleanValue())
                        .isTrue();
                mina.text(chat("e", "after"));
                JsonNode after = again.message("chat");
                assertThat(after.at("/message/text").textValue()).isEqualTo("after");
                assertThat(after.get("n").longValue()).isGreaterThan(n);
            }
            assertThat(server.bean(FakeHouse.class).facts.stream()
                            .filter(fact -> fact instanceof Fact.ParticipantLeft || fact instanceof Fact.RoomEnded))
                    .isEmpty();
        }
    }

    @Test
    void theOlderOfTwoConnectionsOfOneParticipantGoes() throws IOException {
        try (RawClient older = server.open("participant", "mina");
                RawClient newer = server.open("participant", "mina")) {
            JsonNode joined = older.join("Mina");
            newer.text("{\"type\":\"resume\",\"secret\":\"" + secret(joined) + "\",\"n\":"
                    + joined.get("n").longValue() + "}");
            assertThat(newer.message("resumed").get("missed").intValue()).isZero();
            assertThat(older.message("removed").get("reason").textValue()).isEqualTo("resumed-elsewhere");
            assertThat(older.closeCode()).isEqualTo(4005);
            newer.text(chat("c", "still here"));
            assertThat(newer.message("chat").at("/message/text").textValue()).isEqualTo("still here");
        }
    }

    @Test
    void aResumeThatFailsIsFollowedByAJoinOnTheSameConnection() throws IOException {
        try (RawClient client = server.open("participant", "mina")) {
            client.text("{\"type\":\"resume\",\"secret\":\"wrong\",\"n\":4}");
            JsonNode error = client.message();
            assertThat(error.get("code").textValue()).isEqualTo("resume-failed");
            JsonNode joined = client.join("Mina");
            assertThat(joined.get("n").longValue()).isGreaterThan(error.get("n").longValue());
        }
    }

    @Test
    void aKickedParticipantIsToldClosedAndCannotComeBack() throws IOException {
        try (RawClient mina = server.open("moderator", "mina");
                RawClient jun = server.open("participant", "jun");
                RawClient waiting = server.open("participant", "jun")) {
            mina.join("Mina");
            String id = jun.join("Jun").get("participant").textValue();
            jun.text("{\"type\":\"kick\",\"participant\":\"" + id + "\"}");
            assertThat(jun.message("error").get("code").textValue()).isEqualTo("forbidden");
            mina.text("{\"type\":\"kick\",\"participant\":\"" + id + "\"}");
            assertThat(jun.message("removed").get("reason").textValue()).isEqualTo("kicked");
            assertThat(jun.closeCode()).isEqualTo(4003);
            assertThat(mina.message("participant-left").get("reason").textValue())
                    .isEqualTo("kicked");
            // A connection that was open before the kick does not help.
            waiting.text("{\"type\":\"join\",\"name\":\"Jun\"}");
            assertThat(waiting.message("removed").get("reason").textValue()).isEqualTo("token-revoked");
            assertThat(waiting.closeCode()).isEqualTo(4006);
            try (RawClient back = server.connect()) {
                assertThat(back.http(RawClient.request("r-1", "good-participant-jun")))
                        .startsWith("HTTP/1.1 401 ");
            }
        }
    }

    @Test
    void aKickWhileStorageIsAwayEndsTheTokenWhenItIsBack() throws IOException {
        try (RawClient mina = server.open("moderator", "mina");
                RawClient jun = server.open("participant", "jun")) {
            mina.join("Mina");
            String id = jun.join("Jun").get("participant").textValue();
            FakeHouse house = server.bean(FakeHouse.class);
            house.storageFails = true;
            mina.text("{\"type\":\"kick\",\"participant\":\"" + id + "\"}");
            assertThat(jun.closeCode()).isEqualTo(4003);
            assertThat(house.revoked).isEmpty();
            house.storageFails = false;
            Eventually.isTrue("the token ended", () -> house.revoked.contains("good-participant-jun"));
        }
    }

    @Test
    void leavingEndsTheStayAtOnce() throws IOException {
        try (RawClient mina = server.open("moderator", "mina");
                RawClient jun = server.open("participant", "jun")) {
            mina.join("Mina");
            jun.join("Jun");
            jun.text("{\"type\":\"leave\"}");
            assertThat(jun.closeCode()).isEqualTo(1000);
            JsonNode left = mina.message("participant-left");
            assertThat(left.get("reason").textValue()).isEqualTo("left");
            assertThat(left.get("count").intValue()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nothing; malformed; ; ",
                "[1]; malformed; ; ",
                "{\"type\":7}; malformed; type; ",
                "{\"typ\":\"chat\"}; malformed; type; ",
                "{\"type\":\"dance\"}; unknown-type; type; ",
                "{\"type\":\"chat\",\"clientMessageId\":\"c\",\"text\":7}; malformed; text; chat",
                "{\"type\":\"chat\",\"clientMessageId\":\"c\",\"text\":\"\"}; invalid; text; chat",
                "{\"type\":\"chat\",\"text\":\"hi\"}; invalid; clientMessageId; chat",
                "{\"type\":\"view\",\"tiles\":[{\"participant\":\"p\",\"source\":\"camera\"}]};"
                        + " invalid; tiles[0].height; view",
                "{\"type\":\"join\",\"name\":\"x\"}; already-joined; ; join"
            })
    void aBadMessageGetsAnErrorThatNamesTheField(String text, String code, String field, String to) throws IOException {
        try (RawClient client = server.open("participant", "mina")) {
            client.join("Mina");
            client.text(text);
            JsonNode error = client.message("error");
            assertThat(error.get("code").textValue()).isEqualTo(code);
            assertThat(error.path("field").textValue()).isEqualTo(field);
            assertThat(error.path("to").textValue()).isEqualTo(to);
            client.text("{\"type\":\"ping\",\"id\":1}");
            assertThat(client.message("pong").get("id").intValue()).isEqualTo(1);
        }
    }

    @Test
    void theFirstMessageIsJoinOrResume() throws IOException {
        try (RawClient client = server.open("participant", "mina")) {
            client.text(chat("c", "hi"));
            assertThat(client.message().get("code").textValue()).isEqualTo("not-joined");
            client.text("{\"type\":\"join\"}");
            assertThat(client.message().get("field").textValue()).isEqualTo("name");
            client.join("Mina");
        }
    }

    @Test
    void aMessageThatCannotBeStoredIsNotShown() throws IOException {
        try (RawClient mina = server.open("moderator", "mina");
                RawClient jun = server.open("participant", "jun")) {
            mina.join("Mina");
            jun.join("Jun");
            server.bean(FakeHouse.class).storageFails = true;
            mina.text(chat("c-1", "lost"));
            assertThat(mina.message("error").get("code").textValue()).isEqualTo("internal");
            server.bean(FakeHouse.class).storageFails = false;
            mina.text(chat("c-1", "found"));
            JsonNode chat = jun.message("chat");
            assertThat(chat.at("/message/text").textValue()).isEqualTo("found");
            assertThat(chat.at("/message/number").longValue()).isEqualTo(1);
        }
    }

    @Test
    void whoSendsTooFastIsToldAndThenSentAway() throws IOException {
        try (TestServer strict = TestServer.start(Map.of(
                        "moim.signaling.message-burst", 5,
                        "moim.signaling.messages-per-second", 0.01,
                        "moim.signaling.fault-burst", 3));
                RawClient client = strict.open("participant", "mina")) {
            client.join("Mina");
            for (int i = 0; i < 20; i++) {
                client.text("{\"type\":\"ping\",\"id\":" + i + "}");
            }
            assertThat(client.message("error").get("code").textValue()).isEqualTo("too-fast");
            assertThat(client.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void whoSaysNothingIsSentAway() throws IOException {
        try (TestServer strict = TestServer.start(Map.of("moim.signaling.join-limit", "300ms"));
                RawClient silent = strict.open("participant", "mina");
                RawClient joined = strict.open("participant", "jun")) {
            joined.join("Jun");
            assertThat(silent.closeCode()).isEqualTo(4000);
            joined.text("{\"type\":\"ping\",\"id\":1}");
            assertThat(joined.message("pong").get("id").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatAnswersNoPingIsGivenUp() throws IOException {
        try (TestServer quick = TestServer.start(
                        Map.of("moim.signaling.ping-interval", "500ms", "moim.signaling.pong-limit", "500ms"));
                RawClient dead = quick.open("participant", "mina")) {
            dead.join("Mina");
            try (RawClient alive = quick.open("participant", "jun")) {
                // From here on it reads, and so answers pings, until the other one is seen to be gone.
                JsonNode mina = alive.join("Jun").at("/participants/0");
                while (mina.get("connected").booleanValue()) {
                    mina = alive.message("participant-changed").get("participant");
                }
                assertThat(mina.get("name").textValue()).isEqualTo("Mina");
                alive.text("{\"type\":\"ping\",\"id\":1}");
                assertThat(alive.message("pong").get("id").intValue()).isEqualTo(1);
            }
        }
    }

    @Test
    void aSlowReaderIsClosedAndTheOthersGoOn() throws IOException {
        try (TestServer narrow = TestServer.start(Map.of(
                        "moim.signaling.max-unsent-bytes", 65_536,
                        "moim.signaling.chat-burst", 100_000,
                        "moim.signaling.message-burst", 100_000,
                        "moim.signaling.close-limit", "30s"));
                RawClient slow = narrow.open("participant", "slow");
                RawClient mina = narrow.open("participant", "mina")) {
            slow.join("Slow");
            mina.join("Mina");
            String text = "x".repeat(4_000);
            boolean gone = false;
            for (int i = 0; i < 20_000 && !gone; i++) {
                mina.text(chat("c-" + i, text));
                JsonNode next = mina.message();
                gone = next.get("type").textValue().equals("participant-changed");
            }
            assertThat(gone).as("the slow reader is cut off").isTrue();
            assertThat(slow.closeCode()).isEqualTo(4002);
            mina.text("{\"type\":\"ping\",\"id\":5}");
            assertThat(mina.message("pong").get("id").intValue()).isEqualTo(5);
        }
    }

    @Test
    void threeHundredConnectionsNeedNoThreadsOfTheirOwn() throws IOException {
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < 10; i++) {
                clients.add(server.open("participant", "p" + i));
                clients.getLast().join("P" + i);
            }
            int before = Thread.getAllStackTraces().size();
            for (int i = 10; i < 300; i++) {
                clients.add(server.open("participant", "p" + i));
                clients.getLast().join("P" + i);
            }
            assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 20);
            clients.getFirst().text(chat("c", "all of you"));
            for (RawClient client : clients) {
                assertThat(client.message("chat").at("/message/text").textValue())
                        .isEqualTo("all of you");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws IOException {
        try (RawClient mina = server.open("moderator", "mina")) {
            mina.join("Mina");
            var stopping = Thread.ofPlatform().start(server::close);
            assertThat(mina.closeCode()).isEqualTo(1001);
            assertThat(stopping).isNotNull();
        }
    }

    private static String chat(String id, String text) {
        return "{\"type\":\"chat\",\"clientMessageId\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }

    private static String secret(JsonNode joined) {
        return joined.at("/resume/secret").textValue();
    }
}
