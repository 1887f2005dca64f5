package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.Candidate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostCandidatesTest {
    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }

    private static List<String> listed(IceSettings settings, String... interfaces) {
        return HostCandidates.list(settings, addresses(interfaces), 3478, 0).stream()
                .map(candidate -> candidate.address().getAddress().getHostAddress())
                .toList();
    }

    @Test
    void ipv4ThenIpv6ThenLoopback() {
        assertThat(listed(IceSettings.DEFAULT, "127.0.0.1", "::1", "2001:db8::5", "fe80::1", "10.0.0.5", "169.254.1.1"))
                .containsExactly("10.0.0.5", "2001:db8:0:0:0:0:0:5", "127.0.0.1");
    }

    @Test
    void aPublicAddressIsFirstAndNotRepeated() {
        IceSettings settings = new IceSettings(addresses("203.0.113.9", "10.0.0.5"), true);

        assertThat(listed(settings, "10.0.0.5", "10.0.0.6"))
                .containsExactly("203.0.113.9", "10.0.0.5", "10.0.0.6", "127.0.0.1");
    }

    @Test
    void loopbackIsListedWithoutANetworkEvenWhenNotAsked() {
        IceSettings settings = new IceSettings(List.of(), false);

        assertThat(listed(settings, "10.0.0.5", "127.0.0.1")).containsExactly("10.0.0.5");
        assertThat(listed(settings, "127.0.0.1")).containsExactly("127.0.0.1");
        assertThat(listed(settings)).containsExactly("127.0.0.1");
    }

    @Test
    void linkLocalIsTheLastResort() {
        assertThat(listed(IceSettings.DEFAULT, "169.254.1.1")).containsExactly("169.254.1.1", "127.0.0.1");
    }

    @Test
    void prioritiesFallAndFoundationsDiffer() {
        List<Candidate> candidates =
                HostCandidates.list(IceSettings.DEFAULT, addresses("10.0.0.5", "10.0.0.6", "2001:db8::5"), 3478, 443);

        // RFC 8445 section 5.1.2.1: 2^24 × 126 + 2^8 × 65535 + (256 - 1).
        assertThat(candidates.getFirst().priority()).isEqualTo(2_130_706_431L);
        assertThat(candidates).extracting(Candidate::priority).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(candidates).extracting(Candidate::priority).doesNotHaveDuplicates();
        assertThat(candidates).extracting(Candidate::foundation).doesNotHaveDuplicates();
        assertThat(candidates)
                .allMatch(candidate -> candidate.address().getPort()
                        == (candidate.transport() == Candidate.Transport.UDP ? 3478 : 443));
        assertThat(candidates).hasSize(8);
        // RFC 6544 section 4.2: 2^24 × 90 + 2^8 × (2^13 × 4 + 8191) + (256 - 1).
        assertThat(candidates.get(4).attribute()).isEqualTo("5 1 tcp 1520435199 10.0.0.5 443 typ host tcptype passive");
        assertThat(candidates.get(1).attribute()).isEqualTo("2 1 udp 2130706175 10.0.0.6 3478 typ host");
    }

    @Test
    void aHundredBridgesAreNotAllListed() {
        List<String> bridges = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            bridges.add("172.17." + i + ".1");
        }

        assertThat(listed(IceSettings.DEFAULT, bridges.toArray(String[]::new)))
                .hasSize(HostCandidates.MAX_CANDIDATES)
                .contains("127.0.0.1");
    }

    @Test
    void noCandidateNamesAnInterface() throws UnknownHostException {
        InetAddress found = Inet6Address.getByAddress(
                "", InetAddress.ofLiteral("2001:db8::7").getAddress(), 2);
        assertThat(found.getHostAddress()).contains("%");

        assertThat(HostCandidates.withoutScope(found).getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(HostCandidates.interfaceAddresses())
                .allMatch(address -> !address.getHostAddress().contains("%"));
    }

    @Test
    void thisMachineHasCandidatesWithThePortOfTheMoment() {
        int[] port = {1};
        IceLite gateway = new IceLite(IceSettings.DEFAULT, () -> port[0]);
        port[0] = 4444;

        assertThat(gateway.candidates())
                .isNotEmpty()
                .allMatch(candidate -> candidate.address().getPort() == 4444);
    }
}
