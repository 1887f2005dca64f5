package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455, octet by octet.
class ConformanceTest {
    private static final int FIN = 0x80;
    private static final int LIMIT = 1024 * 1024;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient open() throws IOException {
        return server.open("participant", "mina");
    }

    private static byte[] head(int... octets) {
        byte[] bytes = new byte[octets.length];
        IntStream.range(0, octets.length).forEach(i -> bytes[i] = (byte) octets[i]);
        return bytes;
    }

    private static byte[] text(int first, String text) {
        return RawClient.frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return RawClient.frame(FIN | RawClient.CLOSE, payload);
    }

    private static byte[] together(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static String pingOf(int length) {
        String start = "{\"type\":\"ping\",\"id\":7,\"x\":\"";
        return start + "a".repeat(length - start.length() - 2) + "\"}";
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 125, 126, 127, 128, 65_535, 65_536, 65_537, LIMIT})
    void takesMessagesOfEveryLength(int length) throws IOException {
        try (RawClient client = open()) {
            client.text(pingOf(length));
            assertThat(client.message().toString()).isEqualTo("{\"type\":\"pong\",\"id\":7}");
        }
    }

    @Test
    void takesAFrameOctetByOctet() throws IOException {
        try (RawClient client = open()) {
            for (byte octet : text(FIN | RawClient.TEXT, pingOf(300))) {
                client.raw(new byte[] {octet});
            }
            assertThat(client.message().get("type").textValue()).isEqualTo("pong");
        }
    }

    @Test
    void takesManyFramesAtOnce() throws IOException {
        try (RawClient client = open()) {
            byte[] one = text(FIN | RawClient.TEXT, pingOf(40));
            client.raw(together(one, one, one, RawClient.frame(FIN | RawClient.PING, new byte[] {1, 2}), one));
            assertThat(client.read().opcode()).isEqualTo(RawClient.TEXT);
            assertThat(client.read().opcode()).isEqualTo(RawClient.TEXT);
            assertThat(client.read().opcode()).isEqualTo(RawClient.TEXT);
            assertThat(client.read()).satisfies(pong -> {
                assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
                assertThat(pong.payload()).containsExactly(1, 2);
            });
            assertThat(client.read().opcode()).isEqualTo(RawClient.TEXT);
        }
    }

    @Test
    void putsFragmentsTogetherWithPingsBetween() throws IOException {
        try (RawClient client = open()) {
            client.raw(text(RawClient.TEXT, "{\"type\":\"pi"));
            client.raw(RawClient.frame(FIN | RawClient.PING, "between".getBytes(StandardCharsets.US_ASCII)));
            client.raw(text(0, "ng\",\"id"));
            client.raw(RawClient.frame(0, new byte[0]));
            client.raw(text(FIN, "\":9}"));
            RawClient.Frame pong = client.read();
            assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
            assertThat(pong.text()).isEqualTo("between");
            assertThat(client.message().get("id").intValue()).isEqualTo(9);
        }
    }

    @Test
    void putsACharacterSplitOverFragmentsTogether() throws IOException {
        byte[] whole = "{\"type\":\"ping\",\"id\":3,\"x\":\"모임😀\"}".getBytes(StandardCharsets.UTF_8);
        for (int cut = 26; cut < whole.length - 2; cut++) {
            try (RawClient client = open()) {
                client.raw(RawClient.frame(RawClient.TEXT, Arrays.copyOf(whole, cut)));
                client.raw(RawClient.frame(FIN, Arrays.copyOfRange(whole, cut, whole.length)));
                assertThat(client.message().get("id").intValue()).isEqualTo(3);
            }
        }
    }

    @Test
    void answersPingsAndIgnoresPongs() throws IOException {
        try (RawClient client = open()) {
            client.raw(RawClient.frame(FIN | RawClient.PONG, "unasked".getBytes(StandardCharsets.US_ASCII)));
            client.raw(RawClient.frame(FIN | RawClient.PING, new byte[125]));
            assertThat(client.read().payload()).isEqualTo(new byte[125]);
            client.raw(RawClient.frame(FIN | RawClient.PING, new byte[0]));
            assertThat(client.read().first()).isEqualTo(FIN | RawClient.PONG);
        }
    }

    static Stream<Arguments> faults() {
        byte[] big = "a".repeat(70_000).getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Arguments.of("text without a mask", 1002, head(0x81, 2, '{', '}')),
                Arguments.of("ping without a mask", 1002, head(0x89, 0)),
                Arguments.of("close without a mask", 1002, head(0x88, 2, 3, 232)),
                Arguments.of(
                        "continuation without a mask", 1002, together(text(RawClient.TEXT, "{"), head(0x80, 1, '}'))),
                Arguments.of("RSV1", 1002, text(0xC1, "{}")),
                Arguments.of("RSV2", 1002, text(0xA1, "{}")),
                Arguments.of("RSV3", 1002, text(0x91, "{}")),
                Arguments.of("RSV1 on a continuation", 1002, together(text(RawClient.TEXT, "{"), text(0xC0, "}"))),
                Arguments.of("RSV1 on a ping", 1002, RawClient.frame(0xC9, new byte[0])),
                Arguments.of("opcode 3", 1002, text(0x83, "{}")),
                Arguments.of("opcode 7", 1002, text(0x87, "{}")),
                Arguments.of("opcode 11", 1002, text(0x8B, "{}")),
                Arguments.of("opcode 15", 1002, text(0x8F, "{}")),
                Arguments.of("ping of 126", 1002, RawClient.frame(0x89, new byte[126])),
                Arguments.of("ping in fragments", 1002, RawClient.frame(RawClient.PING, new byte[1])),
                Arguments.of("close in fragments", 1002, RawClient.frame(RawClient.CLOSE, new byte[2])),
                Arguments.of("continuation of nothing", 1002, text(FIN, "{}")),
                Arguments.of("text within fragments", 1002, together(text(RawClient.TEXT, "{"), text(0x81, "{}"))),
                Arguments.of("16-bit length below 126", 1002, head(0x81, 0xFE, 0, 125, 0, 0, 0, 0)),
                Arguments.of(
                        "64-bit length below 65536", 1002, head(0x81, 0xFF, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0)),
                Arguments.of("negative length", 1002, head(0x81, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255)),
                Arguments.of("announced 2^40", 1009, head(0x81, 0xFF, 0, 0, 1, 0, 0, 0, 0, 0)),
                Arguments.of("announced 2 GiB", 1009, head(0x81, 0xFF, 0, 0, 0, 0, 128, 0, 0, 0)),
                Arguments.of("announced limit + 1", 1009, head(0x81, 0xFF, 0, 0, 0, 0, 0, 16, 0, 1)),
                Arguments.of(
                        "fragments above the limit",
                        1009,
                        together(IntStream.range(0, 16)
                                .mapToObj(i -> RawClient.frame(i == 0 ? RawClient.TEXT : 0, big))
                                .toArray(byte[][]::new))),
                Arguments.of("binary", 1003, RawClient.frame(0x82, new byte[] {1})),
                Arguments.of("binary fragment", 1003, RawClient.frame(0x02, new byte[] {1})),
                Arguments.of("text that is not UTF-8", 1007, RawClient.frame(0x81, new byte[] {'"', (byte) 0xFF})),
                Arguments.of("overlong UTF-8", 1007, RawClient.frame(0x81, head('"', 0xC0, 0xAF, '"'))),
                Arguments.of("a surrogate in UTF-8", 1007, RawClient.frame(0x81, head('"', 0xED, 0xA0, 0x80, '"'))),
                Arguments.of("UTF-8 that ends early", 1007, RawClient.frame(0x81, head('"', 0xE2, 0x82))),
                Arguments.of(
                        "a bad first fragment", 1007, RawClient.frame(RawClient.TEXT, new byte[] {(byte) 0xFF, 'a'})),
                Arguments.of("close of one octet", 1002, RawClient.frame(0x88, new byte[] {3})),
                Arguments.of("close 999", 1002, close(999, "")),
                Arguments.of("close 1005", 1002, close(1005, "")),
                Arguments.of("close 1006", 1002, close(1006, "")),
                Arguments.of("close 1015", 1002, close(1015, "")),
                Arguments.of("close 5000", 1002, close(5000, "")),
                Arguments.of("close reason that is not UTF-8", 1007, RawClient.frame(0x88, new byte[] {
                    3, (byte) 232, (byte) 0xFF
                })));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void closesWithTheCodeOfTheFault(String what, int code, byte[] bytes) throws IOException {
        try (RawClient client = open()) {
            client.raw(bytes);
            assertThat(client.closeCode()).as(what).isEqualTo(code);
        }
    }

    static Stream<Arguments> closes() {
        return Stream.of(
                Arguments.of(1000, close(1000, "")),
                Arguments.of(1000, close(1000, "bye 👋")),
                Arguments.of(1001, close(1001, "")),
                Arguments.of(3000, close(3000, "")),
                Arguments.of(4999, close(4999, "")),
                Arguments.of(1000, close(1000, "x".repeat(123))));
    }

    @ParameterizedTest
    @MethodSource("closes")
    void answersACloseWithItsCode(int code, byte[] close) throws IOException {
        try (RawClient client = open()) {
            client.raw(together(close, text(FIN | RawClient.TEXT, pingOf(40))));
            assertThat(client.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void answersACloseWithoutACode() throws IOException {
        try (RawClient client = open()) {
            client.raw(RawClient.frame(FIN | RawClient.CLOSE, new byte[0]));
            assertThat(client.closeCode()).isIn(1000, 1005);
        }
    }

    @Test
    void takesAMessageOfAThousandFragments() throws IOException {
        try (RawClient client = open()) {
            byte[] message = pingOf(20_000).getBytes(StandardCharsets.US_ASCII);
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < message.length; i++) {
                int first = (i == 0 ? RawClient.TEXT : 0) | (i == message.length - 1 ? FIN : 0);
                out.writeBytes(RawClient.frame(first, new byte[] {message[i]}));
            }
            client.raw(out.toByteArray());
            assertThat(client.message().get("type").textValue()).isEqualTo("pong");
        }
    }
}
