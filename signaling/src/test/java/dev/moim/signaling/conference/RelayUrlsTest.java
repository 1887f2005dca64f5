package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayUrlsTest {
    private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.7");

    @ParameterizedTest
    @CsvSource({
        "meet.example.org, meet.example.org",
        "meet.example.org:8443, meet.example.org",
        "198.51.100.4:8080, 198.51.100.4",
        "[2001:db8::4]:8080, [2001:db8::4]",
        "localhost.example.org, localhost.example.org"
    })
    void aClientAsksTheRelayWhereItAskedForThePage(String host, String name) {
        assertThat(RelayUrls.names(host, () -> OWN)).containsExactly(name);
    }

    /// What many proxies say in their default setting, for everyone on the internet.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "LocalHost",
                "moim.localhost",
                "localhost.",
                "127.0.0.1:8080",
                "[::1]:80",
                "0.0.0.0"
            })
    void aHostThatOnlyThisMachineMeansIsNoWayIn(String host) {
        assertThat(RelayUrls.names(host, () -> OWN)).hasSize(2).startsWith("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "a,b", "user@example.org", "example.org:port", "[::1", "a/b", "moim_1:8080"})
    void aHostThatIsNoneGetsTheAddress(String host) {
        assertThat(RelayUrls.names(host, () -> OWN)).containsExactly("192.0.2.7");
        assertThat(RelayUrls.names(host, () -> InetAddress.ofLiteral("2001:db8::7")))
                .containsExactly("[2001:db8:0:0:0:0:0:7]");
    }

    @Test
    void everyWayIsListedOnce() {
        assertThat(new RelayUrls(3478, 443, true).of(List.of("meet.example.org")))
                .containsExactly(
                        "turn:meet.example.org:3478?transport=udp",
                        "turn:meet.example.org:443?transport=tcp",
                        "turns:meet.example.org:443?transport=tcp");
        assertThat(new RelayUrls(3478, 8080, false).of(List.of("192.0.2.7", "localhost")))
                .containsExactly(
                        "turn:192.0.2.7:3478?transport=udp",
                        "turn:192.0.2.7:8080?transport=tcp",
                        "turn:localhost:8080?transport=tcp");
        assertThat(new RelayUrls(3478, 0, true).of(List.of("192.0.2.7")))
                .containsExactly("turn:192.0.2.7:3478?transport=udp");
    }
}
