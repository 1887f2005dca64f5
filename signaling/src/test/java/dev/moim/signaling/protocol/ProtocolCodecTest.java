package dev.moim.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients may send wrong, and what they learn of it.
class ProtocolCodecTest {
    private final ProtocolCodec codec = new ProtocolCodec();

    static Stream<Arguments> faults() {
        return Stream.of(
                bad("", "malformed", "", ""),
                bad("{", "malformed", "", ""),
                bad("{}{}", "malformed", "", ""),
                bad("null", "malformed", "", ""),
                bad("[]", "malformed", "", ""),
                bad("\"chat\"", "malformed", "", ""),
                bad("{}", "malformed", "type", ""),
                bad("{'type':null}", "malformed", "type", ""),
                bad("{'type':'Chat'}", "unknown-type", "type", ""),
                bad("{'type':'chat','type':'leave'}", "malformed", "", ""),
                bad("{'type':'joined'}", "unknown-type", "type", ""),
                bad("{'type':'join','name':''}", "invalid", "name", "join"),
                bad("{'type':'join','name':'  '}", "invalid", "name", "join"),
                bad("{'type':'join','name':'" + "x".repeat(65) + "'}", "invalid", "name", "join"),
                bad("{'type':'join','name':'a\\u0000b'}", "invalid", "name", "join"),
                bad("{'type':'join','name':'a\\nb'}", "invalid", "name", "join"),
                bad("{'type':'join','name':'\\ud800'}", "invalid", "name", "join"),
                bad("{'type':'join','name':7}", "malformed", "name", "join"),
                bad("{'type':'join','name':'a','offer':{}}", "invalid", "offer.sdp", "join"),
                bad("{'type':'join','name':'a','offer':'v=0'}", "malformed", "offer", "join"),
                bad(
                        "{'type':'join','name':'a','offer':{'sdp':'v','tracks':[{}]}}",
                        "invalid",
                        "offer.tracks[0].mid",
                        "join"),
                bad(
                        "{'type':'join','name':'a','offer':{'sdp':'v','tracks':[{'mid':'0','source':'kitchen'}]}}",
                        "malformed",
                        "offer.tracks[0].source",
                        "join"),
                bad(
                        "{'type':'join','name':'a','offer':{'sdp':'v','tracks':[null]}}",
                        "invalid",
                        "offer.tracks[0]",
                        "join"),
                bad("{'type':'join','name':'a','media':{'camera':'yes'}}", "malformed", "media.camera", "join"),
                bad("{'type':'join','name':'a','media':{'camera':1}}", "malformed", "media.camera", "join"),
                bad("{'type':'join','name':'a','media':{'camera':null}}", "malformed", "media.camera", "join"),
                bad("{'type':'resume','secret':'s'}", "invalid", "n", "resume"),
                bad("{'type':'resume','n':1}", "invalid", "secret", "resume"),
                bad("{'type':'resume','secret':'s','n':-1}", "invalid", "n", "resume"),
                bad("{'type':'resume','secret':'s','n':1.5}", "malformed", "n", "resume"),
                bad("{'type':'resume','secret':'s','n':'1'}", "malformed", "n", "resume"),
                bad("{'type':'resume','secret':'s','n':99999999999999999999}", "malformed", "n", "resume"),
                bad("{'type':'offer','id':0,'sdp':'v','tracks':[]}", "invalid", "id", "offer"),
                bad("{'type':'offer','id':1,'tracks':[]}", "invalid", "sdp", "offer"),
                bad("{'type':'offer','id':1,'sdp':'v','tracks':{}}", "malformed", "tracks", "offer"),
                bad("{'type':'media','microphone':'on'}", "malformed", "microphone", "media"),
                bad("{'type':'view'}", "invalid", "tiles", "view"),
                bad(
                        "{'type':'view','tiles':[{'participant':'a b','source':'camera','height':1}]}",
                        "invalid",
                        "tiles[0].participant",
                        "view"),
                bad(
                        "{'type':'view','tiles':[{'participant':'a','source':'camera','height':-1}]}",
                        "invalid",
                        "tiles[0].height",
                        "view"),
                bad("{'type':'chat','text':'a'}", "invalid", "clientMessageId", "chat"),
                bad("{'type':'chat','clientMessageId':'c','text':''}", "invalid", "text", "chat"),
                bad("{'type':'chat','clientMessageId':'c','text':'a\\u0000'}", "invalid", "text", "chat"),
                bad("{'type':'chat','clientMessageId':'c','text':['a']}", "malformed", "text", "chat"),
                bad(
                        "{'type':'chat','clientMessageId':'c','text':'" + "x".repeat(4001) + "'}",
                        "invalid",
                        "text",
                        "chat"),
                bad("{'type':'typing'}", "invalid", "active", "typing"),
                bad("{'type':'kick','participant':''}", "invalid", "participant", "kick"),
                bad("{'type':'ping'}", "invalid", "id", "ping"),
                bad("{'type':'ack','n':true}", "malformed", "n", "ack"),
                bad("{'type':'leave','x':" + "[".repeat(500) + "]".repeat(500) + "}", "malformed", "", ""));
    }

    private static Arguments bad(String json, String code, String field, String to) {
        return Arguments.of(json.replace('\'', '"'), code, field, to);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheFaultAndItsPlace(String json, String code, String field, String to) {
        ProtocolException fault = catchThrowableOfType(ProtocolException.class, () -> codec.read(json));
        assertThat(fault).as("the message is refused").isNotNull();
        assertThat(fault.code().wireName()).isEqualTo(code);
        assertThat(fault.field().orElse("")).isEqualTo(field);
        assertThat(fault.to().orElse("")).isEqualTo(to);
        assertThat(fault.getMessage())
                .isNotBlank()
                .doesNotContain("com.fasterxml")
                .doesNotContain("dev.moim");
    }

    @Test
    void whatIsNotKnownIsIgnored() {
        assertThat(codec.read("{\"later\":{\"a\":[1]},\"type\":\"leave\"}")).isEqualTo(new ClientMessage.Leave());
    }

    @Test
    void peopleMayWriteWhatTheyLike() {
        String text = "두 줄\n\tand 👩‍👩‍👧 <b>&amp;</b> \\ \" ";
        var chat = new ClientMessage.Chat("c", text);
        assertThat(codec.read(codec.write(chat))).isEqualTo(chat);
    }

    @Test
    void timesAreWrittenAsPeopleReadThem() {
        var line = new ChatLine(1, "m-1", "p", "n", "t", Instant.parse("2026-11-21T09:00:05Z"), Optional.empty());
        assertThat(codec.write(new ServerMessage.Chat(line), 5))
                .startsWith("{\"type\":\"chat\",\"n\":5,\"message\":{")
                .contains("\"at\":\"2026-11-21T09:00:05Z\"")
                .doesNotContain("clientMessageId");
    }

    @Test
    void aMessageWithoutPropertiesHasItsNumberToo() {
        assertThat(codec.write(new ServerMessage.Speaker(Optional.empty()), 8))
                .isEqualTo("{\"type\":\"speaker\",\"n\":8}");
        assertThat(codec.write(new ServerMessage.Pong(7), 8)).isEqualTo("{\"type\":\"pong\",\"id\":7}");
    }

    @Test
    void secretsAreNotInTheTextOfMessages() {
        assertThat(new ClientMessage.Resume("s3cret", 1L).toString()).doesNotContain("s3cret");
        assertThat(new ClientMessage.Join(Optional.of("a"), Optional.empty(), Media.OFF, Optional.of("s3cret"))
                        .toString())
                .doesNotContain("s3cret");
        assertThat(new ServerMessage.ResumeInfo("s3cret", 60).toString()).doesNotContain("s3cret");
    }

    /// Whatever a stranger sends, there is a message or a ProtocolException, and nothing else.
    @Test
    void mutatedMessagesHarmNothing() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<String> seeds = ProtocolDocumentTest.clientExamples()
                .map(ProtocolDocumentTest.Example::json)
                .toList();
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            String json = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                assertThat(codec.read(json)).isNotNull();
            } catch (ProtocolException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + json, e);
            }
        }
        assertThat(refused).as("seed " + seed).isBetween(20_000, 99_999);
    }

    private static String mutated(String json, Random random) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        String[] tokens = {
            "null",
            "true",
            "-1",
            "1e999",
            "\"\"",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\\u0000",
            "\\ud800",
            "99999999999999999999"
        };
        int mutations = 1 + random.nextInt(4);
        for (int m = 0; m < mutations && bytes.length > 1; m++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(12)), new byte[0]);
                case 2 -> {
                    byte[] token = tokens[random.nextInt(tokens.length)].getBytes(StandardCharsets.US_ASCII);
                    bytes = splice(bytes, at, at, token);
                }
                default -> {
                    int end = Math.min(bytes.length, at + random.nextInt(20));
                    byte[] copy = java.util.Arrays.copyOfRange(bytes, at, end);
                    int to = random.nextInt(bytes.length);
                    bytes = splice(bytes, to, to, copy);
                }
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
