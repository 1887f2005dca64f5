package dev.moim.signaling.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.IceSession;
import dev.moim.stunturn.ice.IceLite;
import dev.moim.stunturn.ice.IceSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// With the server's own ICE behind the second of two candidates.
class CandidateChecksTest {
    private static final long MILLI = 1_000_000;
    private static final InetSocketAddress SILENT = new InetSocketAddress("192.0.2.1", 3478);
    private static final InetSocketAddress ANSWERING = new InetSocketAddress("127.0.0.1", 3478);
    private static final InetSocketAddress OWN = new InetSocketAddress("127.0.0.1", 5000);
    private static final IceCredentials LOCAL = new IceCredentials("abcd", "0123456789012345678901");

    private final IceLite server = new IceLite(IceSettings.DEFAULT, () -> 3478);
    private final List<InetSocketAddress> nominated = new ArrayList<>();
    private final IceSession session = server.open(
            new IceSession.Listener() {
                @Override
                public void onPath(InetSocketAddress remote, boolean isNominated) {
                    nominated.add(remote);
                }

                @Override
                public void onExpired() {}
            },
            0);

    private Optional<InetSocketAddress> way = Optional.empty();

    @Test
    void goesOnToTheNextCandidateAndStays() {
        var checks = new CandidateChecks(LOCAL, session.credentials(), List.of(SILENT, ANSWERING), new Random(1), 0);
        List<InetSocketAddress> checked = new ArrayList<>();
        for (long now = 0; now < 20_000 * MILLI; now += 50 * MILLI) {
            long at = now;
            checks.poll(
                    (datagram, to) -> {
                        checked.add(to);
                        if (to.equals(ANSWERING)) {
                            server.onDatagram(
                                    datagram,
                                    0,
                                    datagram.length,
                                    OWN,
                                    (buffer, offset, length) -> checks.onDatagram(buffer, offset, length, ANSWERING, at)
                                            .ifPresent(found -> way = Optional.of(found)),
                                    at);
                        }
                    },
                    now);
        }
        assertThat(way).contains(ANSWERING);
        assertThat(checked.indexOf(ANSWERING)).isPositive();
        assertThat(checked.subList(checked.indexOf(ANSWERING), checked.size())).containsOnly(ANSWERING);
        assertThat(nominated).contains(OWN);
    }
}
