package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class UdpSocketsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void autoTakesTheBatchingKindWhereItWorks() throws IOException {
        assertThat(kind(UdpSockets.Choice.AUTO)).isEqualTo("linux");
    }

    @Test
    void autoFallsBackWhereTheBatchingKindDoesNotWork() throws IOException {
        String system = System.getProperty("os.name");
        System.setProperty("os.name", "Plan 9");
        try {
            assertThat(kind(UdpSockets.Choice.AUTO)).isEqualTo("nio");
            assertThatThrownBy(() -> kind(UdpSockets.Choice.LINUX))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Plan 9");
        } finally {
            System.setProperty("os.name", system);
        }
    }

    private static String kind(UdpSockets.Choice choice) throws IOException {
        try (var socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, choice)
                .getFirst()) {
            return socket.kind();
        }
    }
}
