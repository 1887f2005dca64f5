package dev.moim.stunturn.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each impairment does what its number says, measured over many datagrams with a fixed seed.
class LinkTest {
    private static final int MANY = 50_000;
    private static final InetSocketAddress A = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress B = new InetSocketAddress("192.0.2.2", 2000);
    private static final Duration PACE = Duration.ofMillis(1);

    private final Inbox inbox = new Inbox();
    private Traffic traffic = new Traffic(0, 0, 0, 0, 0, 0);

    /// Sends `count` datagrams of 1000 bytes, one per millisecond, from A to B over the link.
    private List<Inbox.Received> over(Link link, int count) {
        Simulation.run(7, network -> {
            Host from = network.host(A).up(link);
            network.host(B).attach(inbox);
            for (int i = 0; i < count; i++) {
                from.send(Inbox.numbered(i, 1000), B);
                network.runFor(PACE);
            }
            network.runFor(Duration.ofMinutes(1));
            traffic = from.upTraffic();
        });
        return inbox.received();
    }

    /// From sending to arrival.
    private static Duration delay(Inbox.Received one) {
        long sinceStart = one.nowNanos() - new Simulation(7).nowNanos();
        return Duration.ofNanos(sinceStart).minus(PACE.multipliedBy(one.number()));
    }

    @Test
    void perfectDeliversEverythingAtOnceInOrder() {
        List<Inbox.Received> received = over(Link.PERFECT, 1000);

        assertThat(received).hasSize(1000);
        assertThat(received).extracting(LinkTest::delay).containsOnly(Duration.ZERO);
        assertThat(received).extracting(Inbox.Received::number).isSorted();
    }

    @Test
    void latencyIsAddedToEach() {
        assertThat(over(Link.PERFECT.latency(Duration.ofMillis(70)), 1000))
                .extracting(LinkTest::delay)
                .containsOnly(Duration.ofMillis(70));
    }

    @Test
    void jitterSpreadsEvenlyAndKeepsTheOrder() {
        Link link = Link.PERFECT.latency(Duration.ofMillis(20)).jitter(Duration.ofNanos(900_000));
        List<Inbox.Received> received = over(link, MANY);

        assertThat(received).extracting(Inbox.Received::number).isSorted();
        assertThat(received)
                .extracting(LinkTest::delay)
                .allMatch(delay -> delay.compareTo(Duration.ofMillis(20)) >= 0)
                .allMatch(delay -> delay.compareTo(Duration.ofNanos(20_900_000)) <= 0);
        double mean = received.stream()
                .map(LinkTest::delay)
                .mapToLong(Duration::toNanos)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(20_450_000, within(10_000.0));
    }

    @Test
    void jitterLongerThanThePaceStillKeepsTheOrder() {
        assertThat(over(Link.PERFECT.jitter(Duration.ofMillis(30)), MANY))
                .hasSize(MANY)
                .extracting(Inbox.Received::number)
                .isSorted();
    }

    @Test
    void lossTakesItsShare() {
        int arrived = over(Link.PERFECT.loss(0.1), MANY).size();

        assertThat(arrived / (double) MANY).isCloseTo(0.9, within(0.005));
        assertThat(traffic).isEqualTo(new Traffic(MANY, arrived, MANY - arrived, 0, 0, 0));
    }

    @Test
    void burstLossTakesItsShareInRows() {
        List<Inbox.Received> received = over(Link.PERFECT.burstLoss(BurstLoss.of(0.05, 8)), MANY * 4);

        int lost = MANY * 4 - received.size();
        int bursts = 0;
        int expected = 0;
        for (Inbox.Received one : received) {
            bursts += one.number() > expected ? 1 : 0;
            expected = one.number() + 1;
        }
        assertThat(lost / (double) (MANY * 4)).isCloseTo(0.05, within(0.005));
        assertThat(lost / (double) bursts).isCloseTo(8, within(0.5));
    }

    @Test
    void duplicatesArriveTwice() {
        List<Inbox.Received> received = over(Link.PERFECT.duplicate(0.02), MANY);

        assertThat(received.size() / (double) MANY).isCloseTo(1.02, within(0.003));
        assertThat(traffic.duplicated()).isEqualTo(received.size() - MANY);
        assertThat(received.stream().map(Inbox.Received::number).distinct()).hasSize(MANY);
    }

    @Test
    void reorderedOnesAreOvertakenByThoseBehind() {
        List<Inbox.Received> received = over(Link.PERFECT.reorder(0.03, Duration.ofNanos(4500_000)), MANY);

        assertThat(received).hasSize(MANY);
        long late = 0;
        int highest = -1;
        for (Inbox.Received one : received) {
            late += one.number() < highest ? 1 : 0;
            highest = Math.max(highest, one.number());
        }
        assertThat(late / (double) MANY).isCloseTo(0.03, within(0.003));
    }

    @Test
    void rateIsKeptAndTheQueueIsBounded() {
        // 1028 bytes per millisecond come, half of that goes out; 20 of them may wait.
        List<Inbox.Received> received = over(Link.PERFECT.rate(1028 * 8 * 500, 20 * 1028), 10_000);

        long duration = received.getLast().nowNanos() - received.getFirst().nowNanos();
        double rate = (received.size() - 1) * 1028 * 8 / (duration / 1e9);
        assertThat(rate).isCloseTo(1028 * 8 * 500, within(1028 * 8.0));
        assertThat(traffic.overflowed()).isEqualTo(10_000 - received.size()).isBetween(4900L, 5000L);
        Duration longest =
                received.stream().map(LinkTest::delay).max(Duration::compareTo).orElseThrow();
        assertThat(longest).isBetween(Duration.ofMillis(38), Duration.ofMillis(42));
    }

    @Test
    void aRateAboveTheTrafficLosesNothing() {
        assertThat(over(Link.PERFECT.rate(1028 * 8 * 1001, 3000), 5000)).hasSize(5000);
    }

    @Test
    void longerThanTheMtuIsDropped() {
        assertThat(over(Link.PERFECT.mtu(1028), 10)).hasSize(10);
        assertThat(over(Link.PERFECT.mtu(1027), 10)).as("no more than before").hasSize(10);
        assertThat(traffic.oversized()).isEqualTo(10);
    }

    @Test
    void impairmentsAreChecked() {
        assertThatThrownBy(() -> Link.PERFECT.loss(1.1)).hasMessageContaining("loss");
        assertThatThrownBy(() -> Link.PERFECT.latency(Duration.ofMillis(-1))).hasMessageContaining("delays");
        assertThatThrownBy(() -> Link.PERFECT.mtu(0)).hasMessageContaining("MTU");
    }
}
