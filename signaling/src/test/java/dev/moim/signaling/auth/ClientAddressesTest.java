package dev.moim.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whom a limit counts.
class ClientAddressesTest {
    @Test
    void aStrangersHeaderIsNotBelieved() {
        assertThat(addresses().of(peer("203.0.113.9"), List.of("198.51.100.1"))).isEqualTo("203.0.113.9");
        assertThat(addresses("10.0.0.0/8").of(peer("203.0.113.9"), List.of("198.51.100.1")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void theProxysWordIsBelievedAndWhatItsCallerSaidBeforeIsNot() {
        ClientAddresses behind = addresses("10.0.0.0/8", "127.0.0.1");
        assertThat(behind.of(peer("10.1.2.3"), List.of("192.0.2.66, 198.51.100.1")))
                .isEqualTo("198.51.100.1");
        assertThat(behind.of(peer("127.0.0.1"), List.of("192.0.2.66", "198.51.100.1:4711, 10.9.9.9")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void aProxyThatHidesItsCallerIsTheCaller() {
        ClientAddresses behind = addresses("10.0.0.1");
        assertThat(behind.of(peer("10.0.0.1"), List.of())).isEqualTo("10.0.0.1");
        assertThat(behind.of(peer("10.0.0.1"), List.of("unknown"))).isEqualTo("10.0.0.1");
        assertThat(behind.of(peer("10.0.0.1"), List.of("198.51.100.1, evil.example")))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void oneNetworkOfIpv6IsOneCaller() {
        String one = addresses().of(peer("2001:db8:1:2:3:4:5:6"), List.of());
        assertThat(addresses().of(peer("2001:db8:1:2:ffff::1"), List.of())).isEqualTo(one);
        assertThat(addresses().of(peer("2001:db8:1:3::1"), List.of())).isNotEqualTo(one);
        assertThat(addresses("::1").of(peer("::1"), List.of("[2001:db8:1:2::9]:4711")))
                .isEqualTo(one);
    }

    @Test
    void nonsenseInTheSettingIsRefused() {
        assertThatThrownBy(() -> addresses("proxy.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("moim.trusted-proxies");
        assertThatThrownBy(() -> addresses("10.0.0.0/99")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ClientAddresses addresses(String... trusted) {
        return new ClientAddresses(List.of(trusted));
    }

    private static InetSocketAddress peer(String literal) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), 4711);
    }
}
