package dev.moim.stunturn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

/// Answers, compared with messages that [RawStun] builds from the RFC.
class StunAnswerTest {
    private static final String PASSWORD = "p".repeat(24);
    private static final StunKey KEY = StunKey.shortTerm(PASSWORD);
    private static final byte[] MAPPED_IPV4 = HexFormat.of().parseHex("0001a147e112a643");

    private final StunMessage request = parse(
            RawStun.check("local:remote").attribute(0x7777).attribute(0x0003).attribute(0x0002));

    private static StunMessage parse(RawStun message) {
        byte[] bytes = message.bytes();
        return Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
    }

    private static RawStun success(byte[] mapped) {
        return RawStun.message(RawStun.BINDING_SUCCESS, "transaction!")
                .attribute(RawStun.XOR_MAPPED_ADDRESS, mapped)
                .integrity(PASSWORD)
                .fingerprint();
    }

    /// Byte by byte, so there is no SOFTWARE either: it would tell our version and make answers longer than requests.
    @Test
    void successIsTheMappedAddressAndItsProtectionAndNothingElse() {
        byte[] answer = StunAnswer.success(request, new InetSocketAddress("192.0.2.1", 32853), KEY);

        assertThat(answer).isEqualTo(success(MAPPED_IPV4).bytes()).hasSize(64);
    }

    @Test
    void anIpv4AddressMappedIntoIpv6IsAnsweredAsIpv4() throws Exception {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000201");
        InetAddress six = Inet6Address.getByAddress(null, mapped, 0);
        assertThat(six).isInstanceOf(Inet6Address.class);

        assertThat(StunAnswer.success(request, new InetSocketAddress(six, 32853), KEY))
                .isEqualTo(success(MAPPED_IPV4).bytes());
    }

    @Test
    void anIpv6AddressIsXoredWithTheTransactionId() {
        byte[] value = HexFormat.of()
                .parseHex("0002a1472112a442"
                        + HexFormat.of().formatHex("transaction!".getBytes(StandardCharsets.US_ASCII)));
        byte[] address = HexFormat.of().parseHex("20010db8123456780011223344556677");
        for (int i = 0; i < 16; i++) {
            value[4 + i] ^= address[i];
        }
        InetSocketAddress source = new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853);

        assertThat(StunAnswer.success(request, source, KEY))
                .isEqualTo(success(value).bytes());
    }

    @Test
    void anErrorHasItsCodeAndProtection() {
        byte[] reason = "Role Conflict".getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[4 + reason.length];
        value[2] = 4;
        value[3] = 87;
        System.arraycopy(reason, 0, value, 4, reason.length);

        assertThat(StunAnswer.error(request, 487, "Role Conflict", KEY))
                .isEqualTo(RawStun.message(RawStun.BINDING_ERROR, "transaction!")
                        .attribute(RawStun.ERROR_CODE, value)
                        .integrity(PASSWORD)
                        .fingerprint()
                        .bytes());
    }

    @Test
    void unknownAttributesAreListed() {
        List<Integer> unknown = request.unknownAttributes(Set.of(RawStun.USERNAME, RawStun.PRIORITY));
        byte[] bytes = StunAnswer.unknownAttributes(request, unknown, KEY);
        StunMessage answer = Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));

        assertThat(answer.type()).isEqualTo(RawStun.BINDING_ERROR);
        assertThat(answer.isAuthentic(KEY)).isTrue();
        assertThat(HexFormat.of().formatHex(bytes)).contains("777700030002");
    }

    @Test
    void ice4jsDecoderReadsOurAnswers() throws Exception {
        byte[] answer = StunAnswer.success(request, new InetSocketAddress("192.0.2.1", 32853), KEY);

        assertThat(Message.decode(answer, 0, answer.length).getAttributes()).hasSize(3);
    }

    @Test
    void aKeyShowsNothing() {
        assertThat(KEY).hasToString("StunKey");
    }
}
