package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.stunturn.turn.TurnSettings.PortRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelaySettingsTest {
    private static RelaySettings with(String peers, String relayPorts) {
        return new RelaySettings("", 0, peers, "1024-65535", relayPorts);
    }

    @Test
    void eachLoopHasItsOwnPorts() {
        RelaySettings settings = with("", "50000-50009");
        assertThat(settings.of(0, 3).relayPorts()).isEqualTo(new PortRange(50_000, 50_002));
        assertThat(settings.of(1, 3).relayPorts()).isEqualTo(new PortRange(50_003, 50_005));
        assertThat(settings.of(2, 3).relayPorts()).isEqualTo(new PortRange(50_006, 50_008));
        assertThat(settings.of(2, 3).shard()).isEqualTo(2);
        assertThat(settings.of(2, 3).allocations()).isEqualTo(3);
    }

    @Test
    void peersAreClosedUnlessNamed() {
        assertThat(with("", "50000-50009").of(0, 1).peers()).isEmpty();
        assertThat(with(" 198.41.0.0/24, 2001:500::/32 ,", "50000-50009")
                        .of(0, 1)
                        .peers())
                .isEqualTo(List.of("198.41.0.0/24", "2001:500::/32"));
    }

    @Test
    void whatIsNotUnderstoodIsSaidAtTheStart() {
        assertThatThrownBy(() -> with("", "many").of(0, 1)).hasMessageContaining("moim.turn.relay-ports");
        assertThatThrownBy(() -> with("", "50000-50001").of(0, 4)).hasMessageContaining("relay-ports");
        assertThatThrownBy(() -> with("everyone", "50000-50009").of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RelaySettings("", 70_000, "", "1-2", "1-2"))
                .hasMessageContaining("tcp-port");
        for (String host : List.of("https://example.org", "example.org:3478", "2001:db8::1", "two words")) {
            assertThatThrownBy(() -> new RelaySettings(host, 0, "", "1-2", "1-2"))
                    .hasMessageContaining("turn.host");
        }
        assertThat(new RelaySettings(" [2001:db8::1] ", 0, "", "1-2", "1-2").host())
                .isEqualTo("[2001:db8::1]");
    }
}
