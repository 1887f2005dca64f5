package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.stun.IpAddress;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import dev.moim.stunturn.stun.XorAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No way to say it makes a relay reach what it must not (CVE-2020-26262, CVE-2026-27624, cloud metadata).
class PeerPolicyTest {
    private static final List<String> DENIED_FOUR = List.of(
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.77",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255");

    private static final List<String> DENIED_SIX = List.of(
            "::",
            "::1",
            "100::1",
            "2001:db8::1234",
            "2001:2::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "5f00::1");

    private static final List<String> FORMS = List.of(
            "00000000000000000000ffff%s",
            "000000000000000000000000%s",
            "0000000000000000ffff0000%s",
            "2002%s00000000000000000000",
            "2002%s00000000000000000001",
            "0064ff9b0000000000000000%s",
            "0064ff9b0001000000000000%s",
            "260000000000000000005efe%s",
            "260000000000000002005efe%s",
            "20010000%s000000000000ffff",
            "2001000008080808000000000%.0s7f00001");

    private static byte[] bytes(String literal) {
        return InetAddress.ofLiteral(literal).getAddress();
    }

    private static Stream<byte[]> embedded(String four) {
        String hex = HexFormat.of().formatHex(bytes(four));
        return FORMS.stream()
                .map(form -> HexFormat.of().parseHex(form.formatted(hex).substring(0, 32)));
    }

    static Stream<byte[]> denied() {
        List<byte[]> all = new ArrayList<>();
        DENIED_FOUR.forEach(four -> all.add(bytes(four)));
        DENIED_SIX.forEach(six -> all.add(bytes(six)));
        // Java makes an IPv4 address of the mapped form before anyone can ask, so forms are bytes.
        DENIED_FOUR.forEach(four -> embedded(four).forEach(all::add));
        embedded("8.8.8.8").forEach(all::add);
        return all.stream();
    }

    /// With everything opened that can be opened.
    @ParameterizedTest
    @MethodSource("denied")
    void deniedInEveryRequestWhateverIsOpened(byte[] ip) {
        Bench bench = new Bench(Bench.opening("0.0.0.0/0", "::/0"));
        Caller caller = Caller.udp(bench);
        caller.allocate(
                request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, ip.length == 4 ? 1 << 24 : 2 << 24));

        RawAnswer permission = caller.ask(
                RawStun.CREATE_PERMISSION, request -> request.xorAddress(RawStun.XOR_PEER_ADDRESS, ip, 5000));
        assertThat(permission.code()).isEqualTo(403);
        assertThat(caller.bind(0x4000, ip, 5000).code()).isEqualTo(403);
        caller.send(ip, 5000, "in");
        caller.sendOn(0x4000, "in");

        assertThat(bench.toPeer).isEmpty();
        assertThat(bench.toServer).isEmpty();
        assertThat(bench.count(TurnEnd.DENIED)).isEqualTo(1);
    }

    /// And again with nothing opened: the default.
    @ParameterizedTest
    @MethodSource("denied")
    void deniedByDefault(byte[] ip) {
        assertThat(policy().judge(new XorAddress(IpAddress.of(ip), 3478))).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(policy().permits(IpAddress.of(ip))).isFalse();
    }

    private static PeerPolicy policy(String... opened) {
        return new PeerPolicy(
                Stream.of(opened).map(IpPrefix::parse).toList(),
                DeniedPeers.ALL,
                1024,
                65_535,
                List.of(new InetSocketAddress("192.0.2.1", 3478), new InetSocketAddress("2001:db8::1", 3478)));
    }

    private static PeerPolicy.Verdict judge(PeerPolicy policy, byte[] ip, int port) {
        return policy.judge(new XorAddress(IpAddress.of(ip), port));
    }

    @Test
    void byDefaultOnlyTheServersOwnAddressAndPort() {
        PeerPolicy policy = policy();

        assertThat(judge(policy, bytes("192.0.2.1"), 3478)).isEqualTo(PeerPolicy.Verdict.SERVER);
        assertThat(judge(policy, bytes("2001:db8::1"), 3478)).isEqualTo(PeerPolicy.Verdict.SERVER);
        assertThat(judge(policy, bytes("192.0.2.1"), 3479)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy, bytes("192.0.2.2"), 3478)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy, bytes("8.8.8.8"), 3478)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy, bytes("2600::1"), 3478)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(policy.permits(IpAddress.of(bytes("192.0.2.1")))).isTrue();
        assertThat(policy.permits(IpAddress.of(bytes("192.0.2.2")))).isFalse();
        assertThat(policy.opensPeers()).isFalse();
    }

    @Test
    void formsOfTheServersAddressNeverLeaveTheProcess() {
        PeerPolicy policy = policy("0.0.0.0/0", "::/0");

        assertThat(embedded("192.0.2.1"))
                .allSatisfy(ip -> assertThat(judge(policy, ip, 3478)).isNotEqualTo(PeerPolicy.Verdict.OPENED));
        assertThat(embedded("192.0.2.1").limit(1))
                .allSatisfy(mapped -> assertThat(judge(policy, mapped, 3478)).isEqualTo(PeerPolicy.Verdict.SERVER));
    }

    @Test
    void openedRangesAndPortsAreReached() {
        PeerPolicy policy = policy("8.8.8.0/24", "2600:1::/32");

        assertThat(judge(policy, bytes("8.8.8.8"), 5000)).isEqualTo(PeerPolicy.Verdict.OPENED);
        assertThat(judge(policy, bytes("8.8.8.8"), 53)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy, bytes("8.8.9.8"), 5000)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy, bytes("2600:1:ffff::1"), 5000)).isEqualTo(PeerPolicy.Verdict.OPENED);
        assertThat(judge(policy, bytes("2600:2::1"), 5000)).isEqualTo(PeerPolicy.Verdict.DENIED);
        assertThat(judge(policy("0.0.0.0/0"), bytes("192.0.2.1"), 5000)).isEqualTo(PeerPolicy.Verdict.DENIED);
    }

    @Test
    void prefixesEndAtEachBit() {
        for (int bits = 0; bits <= 128; bits++) {
            byte[] base = bytes("2600:1234:5678:9abc:def0:1234:5678:9abc");
            IpPrefix prefix = new IpPrefix(IpAddress.of(base), bits);
            assertThat(prefix.contains(IpAddress.of(base))).isTrue();
            assertThat(prefix.contains(IpAddress.ipv4(0))).isFalse();
            for (int bit = 0; bit < 128; bit++) {
                byte[] other = base.clone();
                other[bit / 8] ^= (byte) (0x80 >> bit % 8);
                assertThat(prefix.contains(IpAddress.of(other)))
                        .as("/%d bit %d", bits, bit)
                        .isEqualTo(bit >= bits);
            }
        }
        for (int bits = 0; bits <= 32; bits++) {
            IpPrefix prefix = new IpPrefix(IpAddress.ipv4(0x08080808), bits);
            for (int bit = 0; bit < 32; bit++) {
                int other = 0x08080808 ^ (0x80000000 >>> bit);
                assertThat(prefix.contains(IpAddress.ipv4(other)))
                        .as("/%d bit %d", bits, bit)
                        .isEqualTo(bit >= bits);
            }
        }
    }

    @Test
    void addressesAreKeptAsTheyWereWritten() {
        byte[] mapped = ByteBuffer.allocate(16).putLong(8, 0xFFFF_0808_0808L).array();

        assertThat(IpAddress.of(mapped).isIpv4()).isFalse();
        assertThat(IpAddress.of(mapped).bytes()).isEqualTo(mapped);
    }
}
