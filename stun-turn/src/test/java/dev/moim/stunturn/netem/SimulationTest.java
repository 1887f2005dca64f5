package dev.moim.stunturn.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 2000);

    /// Sends a datagram every 20 ms and counts its polls.
    private static final class Ticker implements Node {
        private final Host host;
        private long next;
        private int polls;

        Ticker(Host host, long nowNanos) {
            this.host = host;
            this.next = nowNanos;
        }

        @Override
        public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {}

        @Override
        public long poll(long nowNanos) {
            polls++;
            while (next - nowNanos <= 0) {
                host.send(Inbox.numbered(polls, 200), B);
                next += Duration.ofMillis(20).toNanos();
            }
            return next;
        }
    }

    private static List<Long> play(long seed, long startNanos, boolean third) {
        Simulation network = new Simulation(seed, startNanos);
        Link bad = Link.PERFECT
                .latency(Duration.ofMillis(30))
                .jitter(Duration.ofMillis(50))
                .loss(0.2);
        Host a = network.host(A).up(bad);
        Inbox inbox = new Inbox();
        network.host(B).attach(inbox);
        if (third) {
            Host c = network.host(new InetSocketAddress("192.0.2.3", 1)).up(bad);
            c.attach(new Ticker(c, network.nowNanos()));
        }
        a.attach(new Ticker(a, network.nowNanos()));
        network.runFor(Duration.ofSeconds(20));
        List<Long> times = new ArrayList<>();
        for (Inbox.Received one : inbox.received()) {
            if (one.from().equals(A)) {
                times.add(one.nowNanos() - startNanos);
            }
        }
        return times;
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(play(5, 0, false)).isEqualTo(play(5, 0, false)).isNotEqualTo(play(6, 0, false));
    }

    @Test
    void anotherHostDoesNotChangeTheOthersFortunes() {
        assertThat(play(5, 0, true)).isEqualTo(play(5, 0, false));
    }

    @Test
    void theClockMayWrap() {
        assertThat(play(5, Long.MAX_VALUE - 1_000_000_000, false)).isEqualTo(play(5, 0, false));
    }

    @Test
    void anHourTakesNoTime() {
        Simulation network = new Simulation(1);
        Host a = network.host(A);
        Ticker ticker = new Ticker(a, network.nowNanos());
        Inbox inbox = new Inbox();
        network.host(B).attach(inbox);
        a.attach(ticker);
        network.runFor(Duration.ofHours(1));

        assertThat(inbox.received()).hasSize(50 * 3600 + 1);
        assertThat(ticker.polls).isEqualTo(50 * 3600 + 1);
        assertThat(network.elapsed()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aDeadlineThatIsAlwaysOverDoesNotStopTheClock() {
        Simulation network = new Simulation(1);
        int[] polls = new int[1];
        network.host(A).attach(new Node() {
            @Override
            public void onDatagram(byte[] datagram, InetSocketAddress from, long nowNanos) {}

            @Override
            public long poll(long nowNanos) {
                polls[0]++;
                return nowNanos - 5;
            }
        });
        network.runFor(Duration.ofMillis(1));

        assertThat(polls[0]).isEqualTo(1001);
    }

    @Test
    void aFailureNamesItsSeed() {
        assertThatThrownBy(() -> Simulation.run(4711, network -> network.runUntil(() -> false, Duration.ofMillis(30))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 4711")
                .hasMessageContaining("within 30 simulated ms");
    }

    @Test
    void theReceiverCannotChangeTheSendersBytes() {
        Simulation network = new Simulation(1);
        Inbox inbox = new Inbox();
        Host a = network.host(A);
        network.host(B).attach(inbox).down(Link.PERFECT.duplicate(1));
        byte[] datagram = Inbox.numbered(9, 8);
        a.send(datagram, B);
        datagram[3] = 0;
        network.runUntil(() -> !inbox.received().isEmpty(), Duration.ofSeconds(1));
        inbox.received().getFirst().datagram()[3] = 0;
        network.runFor(Duration.ofSeconds(1));

        assertThat(inbox.received().getLast().number()).isEqualTo(9);
    }

    @Test
    void actionsHappenAtTheirTime() {
        Simulation network = new Simulation(1);
        List<Duration> times = new ArrayList<>();
        network.after(Duration.ofSeconds(2), () -> times.add(network.elapsed()));
        network.after(Duration.ofSeconds(1), () -> times.add(network.elapsed()));
        network.runFor(Duration.ofSeconds(3));

        assertThat(times).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
}
