package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that strangers would like us to connect to.
class AddressRulesTest {
    private static final WebhookSettings STRICT =
            new WebhookSettings(false, false, 20, Duration.ofSeconds(5), Duration.ofSeconds(15));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.254",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "::8.8.8.8",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::a00:1",
                "100::1",
                "2001::1",
                "2001:0:53aa:64c::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2606:4700::5efe:10.0.0.1",
                "2606:4700::200:5efe:7f00:1"
            })
    void isRefused(String address) throws UnknownHostException {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> Target.of("https://" + host + "/x", STRICT)).isInstanceOf(WebhookException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860::1"
            })
    void isPublic(String address) throws UnknownHostException {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "127.1", "0", "localhost", "ip6-localhost"})
    void otherWordsForThisMachineLeadNowhere(String host) {
        assertThatThrownBy(() -> new Resolver(STRICT).resolve(host)).isInstanceOf(ResolverException.class);
    }

    @Test
    void ofSeveralAddressesThePublicOnesAreUsed() throws Exception {
        InetAddress open = InetAddress.ofLiteral("1.1.1.1");
        var resolver = new Resolver(STRICT, host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1"), open});
        assertThat(resolver.resolve("both.example")).isEqualTo(List.of(open));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/path",
                "http://example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https:///x",
                "https://user@example.com/",
                "https://user:secret@example.com/",
                "https://example.com/#x",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://exa mple.com/",
                "https://example.com/\r\nHost: other",
                "https://예시.example/",
                "gopher://example.com",
                "https:example.com",
                "javascript:alert(1)",
                "https://exam_ple.com/"
            })
    void noUrlOfAnEndpoint(String url) {
        assertThatThrownBy(() -> Target.of(url, STRICT)).isInstanceOf(WebhookException.class);
    }

    @Test
    void urlsAreReadAsTheyAre() {
        assertThat(Target.of("https://example.com", STRICT)).isEqualTo(new Target(true, "example.com", 443, "/"));
        assertThat(Target.of("HTTPS://example.com:8443/a%20b?c=d%26", STRICT))
                .isEqualTo(new Target(true, "example.com", 8443, "/a%20b?c=d%26"));
        assertThat(Target.of("https://example.com:8443/", STRICT).authority()).isEqualTo("example.com:8443");
        assertThat(Target.of("https://[2606:4700::1]/", STRICT).authority()).isEqualTo("[2606:4700::1]");
        var mild = new WebhookSettings(true, true, 20, Duration.ofSeconds(5), Duration.ofSeconds(15));
        assertThat(Target.of("http://127.0.0.1/", mild)).isEqualTo(new Target(false, "127.0.0.1", 80, "/"));
    }
}
