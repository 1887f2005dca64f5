package dev.moim.stunturn.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.stun.RawStun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FirstBytesTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    static Stream<Arguments> beginnings() {
        byte[] allocate = RawStun.message(RawStun.ALLOCATE, "transaction!")
                .attribute(RawStun.REQUESTED_TRANSPORT, 17 << 24)
                .bytes();
        byte[] check = RawStun.check("aaaa:bbbb").integrity("x").bytes();
        return Stream.of(
                Arguments.of(FirstBytes.HTTP, ascii("GET / HTTP/1.1\r\n")),
                Arguments.of(FirstBytes.HTTP, ascii("OPTIONS * HTTP/1.1\r\n")),
                Arguments.of(FirstBytes.HTTP, ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
                Arguments.of(FirstBytes.TLS, HexFormat.of().parseHex("16030100c8010000c40303")),
                Arguments.of(FirstBytes.TLS, HexFormat.of().parseHex("16030300c8010000c40303")),
                Arguments.of(FirstBytes.STUN_STREAM, allocate),
                Arguments.of(
                        FirstBytes.STUN_STREAM,
                        RawStun.message(RawStun.BINDING_REQUEST, "transaction!").bytes()),
                Arguments.of(FirstBytes.ICE_TCP, framed(check)),
                Arguments.of(
                        FirstBytes.ICE_TCP,
                        framed(RawStun.check("a".repeat(300)).bytes())),
                // A frame whose length begins like a TLS record's type.
                Arguments.of(
                        FirstBytes.ICE_TCP,
                        framed(RawStun.check("a".repeat(5580)).bytes())),
                Arguments.of(FirstBytes.UNKNOWN, HexFormat.of().parseHex("160301000f020000000000")),
                Arguments.of(FirstBytes.UNKNOWN, ascii("get / http/1.1")),
                Arguments.of(FirstBytes.UNKNOWN, HexFormat.of().parseHex("400000040000000000000000")),
                Arguments.of(FirstBytes.UNKNOWN, new byte[20]),
                Arguments.of(FirstBytes.UNKNOWN, HexFormat.of().parseHex("ffffffffffffffffffffffff")));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void toldAsSoonAsItCanBeAndNeverWrongBefore(FirstBytes expected, byte[] bytes) {
        for (int length = 0; length <= bytes.length; length++) {
            byte[] shifted = new byte[length + 7];
            System.arraycopy(bytes, 0, shifted, 7, length);
            FirstBytes told = FirstBytes.classify(shifted, 7, length);
            if (length >= FirstBytes.MAX_LENGTH) {
                assertThat(told).as("%d bytes", length).isEqualTo(expected);
            } else {
                assertThat(told).as("%d bytes", length).isIn(expected, FirstBytes.MORE);
            }
        }
    }

    @Test
    void oneByteOfHttpIsEnough() {
        assertThat(FirstBytes.classify(ascii("G"), 0, 1)).isEqualTo(FirstBytes.HTTP);
    }

    /// Three messages of the STUN kind are told apart by 8 or 10 bytes; no first byte is ambiguous for longer.
    @Test
    void tenBytesAreAlwaysEnough() {
        byte[] bytes = new byte[FirstBytes.MAX_LENGTH];
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            random.nextBytes(bytes);
            bytes[0] = (byte) (i & 0xFF);
            assertThat(FirstBytes.classify(bytes, 0, bytes.length)).isNotEqualTo(FirstBytes.MORE);
        }
    }
}
