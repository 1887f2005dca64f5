package dev.moim.stunturn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.XorPeerAddressAttribute;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers send. Most tests are something that ice4j's own message decoder gets wrong or leaves out.
class StunMessageTest {
    private static final String PASSWORD = "p".repeat(24);
    private static final StunKey KEY = StunKey.shortTerm(PASSWORD);

    private static @Nullable StunMessage tryParse(byte[] bytes) {
        return StunMessage.parse(bytes, 0, bytes.length);
    }

    private static StunMessage parse(RawStun message) {
        return Objects.requireNonNull(tryParse(message.bytes()));
    }

    private static byte[] check() {
        return RawStun.check("local:remote").integrity(PASSWORD).fingerprint().bytes();
    }

    @Test
    void aMessageInTheMiddleOfABufferIsRead() {
        byte[] check = check();
        byte[] buffer = new byte[check.length + 100];
        System.arraycopy(check, 0, buffer, 37, check.length);
        StunMessage message = Objects.requireNonNull(StunMessage.parse(buffer, 37, check.length));

        assertThat(message.username()).isEqualTo("local:remote");
        assertThat(message.isAuthentic(KEY)).isTrue();
    }

    @Test
    void theBufferMayBeReusedAtOnce() {
        byte[] check = check();
        StunMessage message = Objects.requireNonNull(tryParse(check));
        Arrays.fill(check, (byte) 0);

        assertThat(message.isAuthentic(KEY)).isTrue();
    }

    @Test
    void withoutMagicCookieItIsNoMessage() {
        byte[] check = RawStun.check("local:remote").integrity(PASSWORD).bytes();
        assertThat(tryParse(check)).isNotNull();
        check[5] ^= 1;

        assertThat(tryParse(check)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, -4, -1, 1, 4, 8, 1000, 60_000})
    void aLengthThatLiesIsMalformed(int lie) {
        byte[] check = RawStun.check("local:remote").integrity(PASSWORD).bytes();
        int length = check.length - 20 + lie;
        check[2] = (byte) (length >> 8);
        check[3] = (byte) length;

        assertThat(tryParse(check)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x4000, 0x8000, 0xC000})
    void theFirstTwoBitsAreZero(int bits) {
        assertThat(tryParse(RawStun.message(RawStun.BINDING_REQUEST | bits, "transaction!")
                        .bytes()))
                .isNull();
    }

    @Test
    void anAttributeBeyondTheEndIsMalformed() {
        byte[] message = RawStun.message(RawStun.BINDING_REQUEST, "transaction!")
                .attribute(RawStun.USERNAME, new byte[8])
                .bytes();
        message[23] = 9;

        assertThat(tryParse(message)).isNull();
    }

    @Test
    void truncationIsMalformedAtEveryByte() {
        byte[] check = check();
        for (int length = 0; length < check.length; length++) {
            assertThat(StunMessage.parse(check, 0, length))
                    .as("%d bytes", length)
                    .isNull();
        }
    }

    @Test
    void ofRepeatedAttributesTheFirstCounts() {
        StunMessage message = parse(RawStun.check("first:x")
                .attribute(RawStun.USERNAME, "second:x".getBytes(StandardCharsets.UTF_8))
                .attribute(RawStun.PRIORITY, (byte) 0, (byte) 0, (byte) 0, (byte) 1));

        assertThat(message.username()).isEqualTo("first:x");
        assertThat(message.first(Attribute.PRIORITY))
                .isInstanceOfSatisfying(PriorityAttribute.class, priority -> assertThat(priority.getPriority())
                        .isEqualTo(0x6E0001FFL));
    }

    @Test
    void attributesThatMayRepeatAreAllSeen() {
        StunMessage message = parse(RawStun.message(0x0008, "transaction!")
                .attribute(RawStun.XOR_PEER_ADDRESS, address(192, 0, 2, 1))
                .attribute(RawStun.XOR_PEER_ADDRESS, address(192, 0, 2, 2)));

        List<Attribute> peers = Objects.requireNonNull(message.all(Attribute.XOR_PEER_ADDRESS));
        assertThat(peers)
                .extracting(peer -> ((XorPeerAddressAttribute) peer)
                        .getAddress(message.transactionId())
                        .getAddress()
                        .getHostAddress())
                .containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void oneBrokenRepeatedAttributeBreaksTheList() {
        StunMessage message = parse(RawStun.message(0x0008, "transaction!")
                .attribute(RawStun.XOR_PEER_ADDRESS, address(192, 0, 2, 1))
                .attribute(RawStun.XOR_PEER_ADDRESS, new byte[3]));

        assertThat(message.all(Attribute.XOR_PEER_ADDRESS)).isNull();
    }

    @Test
    void aValueOfTheWrongLengthIsNoValue() {
        StunMessage message = parse(RawStun.message(RawStun.BINDING_REQUEST, "transaction!")
                .attribute(RawStun.PRIORITY)
                .attribute(RawStun.XOR_MAPPED_ADDRESS, (byte) 0, (byte) 2, (byte) 1, (byte) 1)
                .attribute(RawStun.ERROR_CODE));

        assertThat(message.first(Attribute.PRIORITY)).isNull();
        assertThat(message.first(Attribute.XOR_MAPPED_ADDRESS)).isNull();
        assertThat(message.first(Attribute.ERROR_CODE)).isNull();
    }

    @Test
    void whatFollowsTheIntegrityDoesNotCount() {
        StunMessage message =
                parse(RawStun.check("local:remote").integrity(PASSWORD).attribute(RawStun.USE_CANDIDATE));

        assertThat(message.isAuthentic(KEY)).isTrue();
        assertThat(message.has(Attribute.USE_CANDIDATE)).isFalse();
    }

    @Test
    void withoutIntegrityNothingIsAuthentic() {
        assertThat(parse(RawStun.check("local:remote").fingerprint()).isAuthentic(KEY))
                .isFalse();
    }

    @Test
    void everyProtectedBitCounts() {
        byte[] check = RawStun.check("local:remote").integrity(PASSWORD).bytes();
        for (int bit = 0; bit < check.length * 8; bit++) {
            check[bit / 8] ^= (byte) (1 << bit % 8);
            StunMessage message = tryParse(check);
            assertThat(message != null && message.isAuthentic(KEY))
                    .as("bit %d", bit)
                    .isFalse();
            check[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void anIntegrityOfTheWrongLengthIsMalformed() {
        assertThat(tryParse(RawStun.check("local:remote")
                        .attribute(RawStun.MESSAGE_INTEGRITY, new byte[19])
                        .bytes()))
                .isNull();
    }

    @Test
    void aWrongFingerprintIsMalformed() {
        byte[] check = check();
        check[check.length - 1] ^= 1;

        assertThat(tryParse(check)).isNull();
    }

    @Test
    void aFingerprintIsTheLastAttribute() {
        assertThat(tryParse(RawStun.check("local:remote")
                        .fingerprint()
                        .attribute(RawStun.USE_CANDIDATE)
                        .bytes()))
                .isNull();
    }

    @Test
    void hundredsOfAttributesAreMalformed() {
        RawStun message = RawStun.message(RawStun.BINDING_REQUEST, "transaction!");
        for (int i = 0; i < 64; i++) {
            message.attribute(RawStun.SOFTWARE);
        }
        assertThat(tryParse(message.bytes())).isNotNull();

        assertThat(tryParse(message.attribute(RawStun.SOFTWARE).bytes())).isNull();
    }

    @Test
    void aUserNameIsShorterThan509Bytes() {
        assertThat(parse(RawStun.check("u".repeat(508))).username()).hasSize(508);
        assertThat(parse(RawStun.check("u".repeat(509))).username()).isNull();
    }

    @Test
    void unknownAttributesThatMustBeUnderstoodAreListedOnce() {
        StunMessage message = parse(RawStun.check("local:remote")
                .attribute(0x7777)
                .attribute(0x0003)
                .attribute(0x7777)
                .attribute(0xC057));

        assertThat(message.unknownAttributes(Set.of(RawStun.USERNAME, RawStun.PRIORITY)))
                .containsExactly(0x7777, 0x0003);
    }

    @Property(tries = 5000)
    void arbitraryBytesNeverThrow(@ForAll @Size(max = 200) byte[] body) {
        byte[] bytes = RawStun.message(RawStun.BINDING_REQUEST, "transaction!").bytes();
        byte[] all = Arrays.copyOf(bytes, 20 + body.length);
        System.arraycopy(body, 0, all, 20, body.length);
        all[2] = (byte) (body.length >> 8);
        all[3] = (byte) body.length;
        StunMessage message = tryParse(all);
        if (message != null) {
            for (int type = 0; type < 0x40; type++) {
                message.first(type);
                message.first(0x8000 + type);
            }
            assertThat(message.isAuthentic(KEY)).isFalse();
        }
    }

    /// XOR-ed by hand (RFC 8489 section 14.2), port 1000.
    private static byte[] address(int... four) {
        int port = 1000 ^ 0x2112;
        byte[] cookie = {0x21, 0x12, (byte) 0xA4, 0x42};
        byte[] value = new byte[8];
        value[1] = 1;
        value[2] = (byte) (port >> 8);
        value[3] = (byte) port;
        for (int i = 0; i < 4; i++) {
            value[4 + i] = (byte) (four[i] ^ cookie[i]);
        }
        return value;
    }
}
