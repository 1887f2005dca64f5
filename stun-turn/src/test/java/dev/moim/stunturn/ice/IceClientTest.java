package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Client and gateway, datagram by datagram, without a network.
class IceClientTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final InetSocketAddress CLIENT = new InetSocketAddress("198.51.100.7", 50_000);
    private static final IceCredentials LOCAL = new IceCredentials("clnt", "c".repeat(22));

    private final IceLite gateway = new IceLite(IceSettings.DEFAULT, () -> 3478);
    private final RecordedPaths told = new RecordedPaths();

    @Test
    void aCheckConnectsAndTheListenerHearsOfItBeforeTheAnswer() {
        var session = gateway.open(told, 0);
        var client = new IceClient(LOCAL, session.credentials(), SERVER, new Random(1), 0);

        byte[] check = Objects.requireNonNull(client.poll(0));
        List<byte[]> answers = new ArrayList<>();
        gateway.onDatagram(
                check,
                0,
                check.length,
                CLIENT,
                (buffer, offset, length) -> {
                    assertThat(told.paths).containsExactly(new RecordedPaths.Told(CLIENT, true));
                    answers.add(buffer);
                },
                0);

        assertThat(answers).hasSize(1);
        assertThat(client.onDatagram(answers.get(0), 0, answers.get(0).length, SERVER, 0))
                .isTrue();
        assertThat(client.state()).isEqualTo(IceClient.State.CONNECTED);
        assertThat(gateway.counters()).containsEntry("answered", 1L);
    }
}
