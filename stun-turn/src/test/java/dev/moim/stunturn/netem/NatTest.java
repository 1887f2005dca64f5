package dev.moim.stunturn.netem;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NatTest {
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("198.51.100.1");
    private static final InetSocketAddress INSIDE = new InetSocketAddress("10.0.0.2", 5000);
    private static final InetSocketAddress FIRST = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.1", 1001);
    private static final InetSocketAddress OTHER_ADDRESS = new InetSocketAddress("192.0.2.2", 1000);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Simulation network = new Simulation(1);
    private final Inbox inside = new Inbox();
    private final Host client = network.host(INSIDE).attach(inside);
    private final Inbox first = new Inbox();
    private final Inbox otherPort = new Inbox();
    private final Inbox otherAddress = new Inbox();
    private final Host firstHost = network.host(FIRST).attach(first);
    private final Host otherPortHost = network.host(OTHER_PORT).attach(otherPort);
    private final Host otherAddressHost = network.host(OTHER_ADDRESS).attach(otherAddress);

    private Nat natOf(Nat.Kind kind) {
        Nat nat = network.nat(OUTSIDE, kind, TIMEOUT);
        client.behind(nat);
        return nat;
    }

    private void settle() {
        network.runFor(Duration.ofMillis(1));
    }

    /// Opens a mapping and says under which address the first host saw it.
    private InetSocketAddress open() {
        client.send(new byte[4], FIRST);
        settle();
        return first.received().getLast().from();
    }

    @ParameterizedTest
    @EnumSource
    void theOutsideSeesTheNatAndMayAnswer(Nat.Kind kind) {
        natOf(kind);
        InetSocketAddress seen = open();

        assertThat(seen.getAddress()).isEqualTo(OUTSIDE);
        firstHost.send(new byte[4], seen);
        settle();
        assertThat(inside.received()).singleElement().matches(one -> one.from().equals(FIRST));
    }

    @ParameterizedTest
    @EnumSource
    void onlySymmetricMakesAMappingPerDestination(Nat.Kind kind) {
        natOf(kind);
        InetSocketAddress seen = open();
        client.send(new byte[4], OTHER_ADDRESS);
        settle();

        boolean same = otherAddress.received().getLast().from().equals(seen);
        assertThat(same).isEqualTo(kind != Nat.Kind.SYMMETRIC);
    }

    @ParameterizedTest
    @EnumSource
    void strangersGetInAsTheKindAllows(Nat.Kind kind) {
        Nat nat = natOf(kind);
        InetSocketAddress seen = open();
        otherPortHost.send(new byte[4], seen);
        otherAddressHost.send(new byte[4], seen);
        settle();

        List<InetSocketAddress> letIn =
                inside.received().stream().map(Inbox.Received::from).toList();
        assertThat(letIn)
                .isEqualTo(
                        switch (kind) {
                            case FULL_CONE -> List.of(OTHER_PORT, OTHER_ADDRESS);
                            case ADDRESS_RESTRICTED -> List.of(OTHER_PORT);
                            case PORT_RESTRICTED, SYMMETRIC -> List.of();
                        });
        assertThat(nat.refused()).isEqualTo(2 - letIn.size());
    }

    @Test
    void aMappingLivesAsLongAsTheInsideSends() {
        Nat nat = natOf(Nat.Kind.PORT_RESTRICTED);
        InetSocketAddress seen = open();
        for (int i = 0; i < 3; i++) {
            network.runFor(TIMEOUT.minusSeconds(1));
            assertThat(open()).isEqualTo(seen);
        }
        network.runFor(TIMEOUT.plusSeconds(1));

        assertThat(nat.mappings()).isZero();
        firstHost.send(new byte[4], seen);
        settle();
        assertThat(inside.received()).isEmpty();
        assertThat(open()).isNotEqualTo(seen);
    }

    @Test
    void answersDoNotKeepAMappingAlive() {
        natOf(Nat.Kind.FULL_CONE);
        InetSocketAddress seen = open();
        network.runFor(TIMEOUT.minusSeconds(1));
        firstHost.send(new byte[4], seen);
        network.runFor(Duration.ofSeconds(2));
        firstHost.send(new byte[4], seen);
        settle();

        assertThat(inside.received()).hasSize(1);
    }

    @Test
    void aRebootGivesANewPort() {
        Nat nat = natOf(Nat.Kind.FULL_CONE);
        InetSocketAddress seen = open();
        nat.reboot();

        assertThat(open()).isNotEqualTo(seen);
    }

    @Test
    void neighboursReachEachOtherDirectly() {
        Nat nat = natOf(Nat.Kind.SYMMETRIC);
        InetSocketAddress neighbour = new InetSocketAddress("10.0.0.3", 6000);
        Inbox inbox = new Inbox();
        network.host(neighbour).behind(nat).attach(inbox);
        client.send(new byte[4], neighbour);
        settle();

        assertThat(inbox.received()).singleElement().matches(one -> one.from().equals(INSIDE));
    }

    @Test
    void aPrivateAddressIsNotReachedFromOutside() {
        natOf(Nat.Kind.FULL_CONE);
        open();
        firstHost.send(new byte[4], INSIDE);
        settle();

        assertThat(inside.received()).isEmpty();
        assertThat(network.unreachable()).isEqualTo(1);
    }
}
