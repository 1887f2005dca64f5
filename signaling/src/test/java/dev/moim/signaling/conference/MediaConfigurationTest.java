package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class MediaConfigurationTest {
    @Test
    void theAddressThatIsBoundIsThePreferredOneUnlessARouterStandsBeforeIt() {
        InetAddress bound = InetAddress.ofLiteral("192.0.2.7");
        assertThat(with("", "192.0.2.7").iceSettings().publicAddresses()).containsExactly(bound);
        assertThat(with("198.51.100.4, 2001:db8::4", "192.0.2.7").iceSettings().publicAddresses())
                .containsExactly(InetAddress.ofLiteral("198.51.100.4"), InetAddress.ofLiteral("2001:db8::4"));
        assertThat(with("", "::").iceSettings().publicAddresses()).isEmpty();
        assertThat(with("", "0.0.0.0").iceSettings().publicAddresses()).isEmpty();
        assertThatThrownBy(() -> with("meet.example.org", "::").iceSettings())
                .hasMessageContaining("moim.public-address");
    }

    private static MediaConfiguration with(String publicAddress, String bindAddress) {
        return new MediaConfiguration(3478, publicAddress, bindAddress, 1, "auto", 0);
    }
}
