package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.254.253.252", "::1", "2001:db8:ff::fe", "fe80::1%1", "::"})
    void comesBackAsItWent(String host) throws UnknownHostException {
        var address = new InetSocketAddress(InetAddress.getByName(host), 65_535);
        var remote = RemoteAddress.of(address);

        assertThat(remote.toSocketAddress()).isEqualTo(address);
        assertThat(RemoteAddress.of(remote.toSocketAddress())).isEqualTo(remote).hasSameHashCodeAs(remote);
        assertThat(remote).isNotEqualTo(RemoteAddress.of(new InetSocketAddress(address.getAddress(), 1)));
    }
}
