package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.TurnCredentials;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import dev.moim.stunturn.turn.TurnSettings.PortRange;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Allocate and Refresh, code by code.
class AllocateTest {
    private final Bench bench = new Bench();
    private final Caller alice = Caller.udp(bench);

    @Test
    void anAllocationSaysWhereTheClientIsAndWhereItsRelayIs() {
        RawAnswer answer = alice.allocate();

        assertThat(answer.type).isEqualTo(0x0103);
        assertThat(answer.isAuthentic(alice.key())).isTrue();
        assertThat(answer.address(RawStun.XOR_MAPPED_ADDRESS)).isEqualTo(Bench.PHONE);
        assertThat(answer.address(RawStun.XOR_RELAYED_ADDRESS).getAddress()).isEqualTo(Bench.SERVER.getAddress());
        assertThat(answer.address(RawStun.XOR_RELAYED_ADDRESS).getPort()).isBetween(49_152, 65_535);
        assertThat(answer.number(RawStun.LIFETIME)).isEqualTo(600);
        assertThat(bench.core.allocations()).isEqualTo(1);
    }

    @Test
    void lifetimesAreTenMinutesToAnHour() {
        assertThat(alice.allocate(request -> request.attribute(RawStun.LIFETIME, 5))
                        .number(RawStun.LIFETIME))
                .isEqualTo(600);
        assertThat(alice.refresh(1800).number(RawStun.LIFETIME)).isEqualTo(1800);
        assertThat(alice.refresh(86_400).number(RawStun.LIFETIME)).isEqualTo(3600);
        assertThat(alice.refresh(-1).number(RawStun.LIFETIME)).isEqualTo(3600);
        assertThat(alice.ask(RawStun.REFRESH, Caller.PLAIN).number(RawStun.LIFETIME))
                .isEqualTo(600);
    }

    @Test
    void anAllocationThatIsNotRefreshedEndsOnTime() {
        alice.allocated();
        bench.pass(Duration.ofMillis(599_999));
        assertThat(alice.refresh(600).code()).isZero();

        bench.pass(Duration.ofMinutes(10));
        assertThat(alice.refresh(600).code()).isEqualTo(437);

        Caller bob = Caller.udp(bench, "198.51.100.8", 5, "bob").allocated();
        bench.pass(Duration.ofMinutes(10));
        bench.poll();
        assertThat(bench.core.allocations()).isZero();
        assertThat(bench.ended).containsExactly(alice.path, bob.path);
    }

    @Test
    void aRefreshOfZeroDeletes() {
        alice.allocated();

        assertThat(alice.refresh(0).number(RawStun.LIFETIME)).isZero();
        assertThat(bench.core.allocations()).isZero();
        assertThat(alice.refresh(0).code()).as("there is none any more").isEqualTo(437);
        assertThat(alice.allocate().code()).isZero();
    }

    @Test
    void aRepeatedAllocateIsAnsweredAlike() {
        alice.challenge();
        RawStun request = alice.signed(Caller.transport(alice.message(RawStun.ALLOCATE)));

        RawAnswer first = bench.ask(alice.path, request);
        RawAnswer second = bench.ask(alice.path, request);

        assertThat(second.bytes).isEqualTo(first.bytes);
        assertThat(bench.core.allocations()).isEqualTo(1);
        assertThat(alice.allocate().code())
                .as("another request on the same path")
                .isEqualTo(437);
    }

    @Test
    void aRepeatedAllocateIsAnsweredAlikeEvenWhenItsCredentialsExpireInBetween() {
        alice.challenge();
        RawStun request = alice.signed(Caller.transport(alice.message(RawStun.ALLOCATE)));
        bench.pass(Duration.ofSeconds(299));
        bench.ask(alice.path, request);
        bench.pass(Duration.ofSeconds(2));

        assertThat(bench.ask(alice.path, request).code()).isZero();
    }

    @Test
    void whoAsksWithoutPasswordIsToldRealmAndNonce() {
        RawStun request = Caller.transport(alice.message(RawStun.ALLOCATE));

        RawAnswer answer = bench.ask(alice.path, request);

        assertThat(answer.code()).isEqualTo(401);
        assertThat(answer.text(RawStun.REALM)).isEqualTo("moim");
        assertThat(answer.has(RawStun.NONCE)).isTrue();
        assertThat(answer.bytes.length).isLessThanOrEqualTo((int) (2.5 * request.bytes().length));
        assertThat(bench.core.allocations()).isZero();
    }

    @Test
    void aRequestTooShortForItsAnswerGetsNone() {
        bench.put(alice.path, alice.message(RawStun.ALLOCATE).bytes());

        assertThat(bench.toClient).isEmpty();
        assertThat(bench.count(TurnEnd.TOO_SHORT)).isEqualTo(1);
    }

    @Test
    void integrityWithoutTheRestIsABadRequest() {
        RawStun request = Caller.transport(alice.message(RawStun.ALLOCATE))
                .text(RawStun.USERNAME, alice.credentials.username())
                .integrity(alice.key());

        assertThat(bench.ask(alice.path, request).code()).isEqualTo(400);
    }

    @Test
    void wrongPasswordsUsersAndRealmsAre401() {
        alice.challenge();
        String good = alice.credentials.username();
        for (String username : List.of("alice", ":alice", "12x4:alice", "9999999999999999999999:alice", "-1:alice")) {
            alice.credentials = new TurnCredentials(username, Bench.SECRET.password(username));
            assertThat(alice.allocate().code()).as(username).isEqualTo(401);
        }
        alice.credentials = new TurnCredentials(good, "wrong");
        assertThat(alice.allocate().code()).isEqualTo(401);
        RawStun otherRealm = Caller.transport(alice.message(RawStun.ALLOCATE))
                .text(RawStun.USERNAME, good)
                .text(RawStun.REALM, "else")
                .text(RawStun.NONCE, alice.nonce)
                .integrity(RawStun.longTermKey(good, "else", Bench.SECRET.password(good)));
        assertThat(bench.ask(alice.path, otherRealm).code()).isEqualTo(401);
        assertThat(bench.core.allocations()).isZero();
    }

    @Test
    void credentialsExpireForAllocateOnly() {
        alice.allocated();
        bench.pass(Duration.ofSeconds(400));

        assertThat(alice.refresh(600).code())
                .as("a call outlives its credentials")
                .isZero();
        assertThat(alice.permit(Bench.SERVER).code()).isZero();
        assertThat(alice.bind(0x4000, Bench.SERVER).code()).isZero();
        assertThat(alice.refresh(0).code()).isZero();
        RawAnswer again = alice.allocate();
        assertThat(again.code()).isEqualTo(401);
        assertThat(again.has(RawStun.NONCE)).isTrue();
        assertThat(again.has(RawStun.REALM)).isTrue();
    }

    @Test
    void anHourOldNonceIsStaleAndANewOneComesWithTheAnswer() {
        alice.allocate(request -> request.attribute(RawStun.LIFETIME, 3600));
        bench.pass(Duration.ofSeconds(3599));
        assertThat(alice.refresh(3600).code()).isZero();
        bench.pass(Duration.ofSeconds(2));

        RawAnswer stale = alice.refresh(600);
        assertThat(stale.code()).isEqualTo(438);
        alice.nonce = stale.text(RawStun.NONCE);
        assertThat(alice.refresh(600).code()).isZero();
    }

    @Test
    void aNonceIsGoodOnlyWhereItWasSentTo() {
        alice.challenge();
        for (Caller other : List.of(
                Caller.udp(bench, "198.51.100.7", 50_001, "alice"),
                Caller.udp(bench, "198.51.100.8", 50_000, "alice"),
                Caller.tcp(bench))) {
            other.nonce = alice.nonce;
            assertThat(other.allocate().code()).isEqualTo(438);
        }
        alice.nonce = "A".repeat(20);
        assertThat(alice.allocate().code()).isEqualTo(438);
        alice.nonce = "not base64 at all !!";
        assertThat(alice.allocate().code()).isEqualTo(438);
    }

    @Test
    void someoneElsesGoodCredentialsAreWrongCredentials() {
        alice.allocated();
        alice.credentials = Bench.SECRET.issue("mallory", bench.now().plusSeconds(300));

        assertThat(alice.refresh(0).code()).isEqualTo(441);
        assertThat(alice.permit(Bench.SERVER).code()).isEqualTo(441);
        assertThat(alice.bind(0x4000, Bench.SERVER).code()).isEqualTo(441);
        assertThat(bench.core.allocations()).isEqualTo(1);
    }

    @Test
    void requestsWithoutAnAllocationAreMismatches() {
        assertThat(alice.refresh(600).code()).isEqualTo(437);
        assertThat(alice.permit(Bench.SERVER).code()).isEqualTo(437);
        assertThat(alice.bind(0x4000, Bench.SERVER).code()).isEqualTo(437);
    }

    @Test
    void onlyUdpIsRelayed() {
        assertThat(alice.ask(RawStun.ALLOCATE, Caller.PLAIN).code())
                .as("no transport")
                .isEqualTo(400);
        assertThat(alice.ask(RawStun.ALLOCATE, request -> request.attribute(RawStun.REQUESTED_TRANSPORT, 6 << 24))
                        .code())
                .as("TCP")
                .isEqualTo(442);
        assertThat(alice.ask(RawStun.ALLOCATE, request -> request.attribute(RawStun.REQUESTED_TRANSPORT, new byte[2]))
                        .code())
                .isEqualTo(400);
        assertThat(alice.allocate(request -> request.attribute(RawStun.LIFETIME, new byte[2]))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void familiesAreAsAskedFor() {
        RawAnswer six = alice.allocate(request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 2 << 24));
        assertThat(six.address(RawStun.XOR_RELAYED_ADDRESS).getAddress()).isEqualTo(Bench.SERVER_SIX.getAddress());
        assertThat(alice.ask(RawStun.REFRESH, request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 1 << 24))
                        .code())
                .isEqualTo(443);
        assertThat(alice.ask(RawStun.REFRESH, request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 2 << 24))
                        .code())
                .isZero();
        Caller bob = Caller.udp(bench, "198.51.100.8", 5, "bob");
        assertThat(bob.allocate(request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 3 << 24))
                        .code())
                .isEqualTo(440);
        bench.core.onServerAddresses(List.of(Bench.SERVER));
        assertThat(bob.allocate(request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 2 << 24))
                        .code())
                .isEqualTo(440);
        bench.core.onServerAddresses(List.of(Bench.SERVER_SIX));
        assertThat(bob.allocate(request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 1 << 24))
                        .code())
                .isEqualTo(440);
        assertThat(bob.allocate().address(RawStun.XOR_RELAYED_ADDRESS).getAddress())
                .as("browsers never ask for a family")
                .isInstanceOf(Inet6Address.class);
    }

    @Test
    void withoutAnAddressThereIsNoRelay() {
        bench.core.onServerAddresses(List.of());

        assertThat(alice.allocate().code()).isEqualTo(440);
    }

    @Test
    void evenPortsAreEvenAndNothingIsReserved() {
        for (int i = 0; i < 10; i++) {
            Caller caller = Caller.udp(bench, "198.51.100.9", 1000 + i, "caller" + i);
            int port = caller.allocate(request -> request.attribute(RawStun.EVEN_PORT, new byte[] {0}))
                    .address(RawStun.XOR_RELAYED_ADDRESS)
                    .getPort();
            assertThat(port % 2).isZero();
        }
        assertThat(alice.allocate(request -> request.attribute(RawStun.EVEN_PORT, new byte[] {(byte) 0x80}))
                        .code())
                .isEqualTo(508);
        assertThat(alice.allocate(request -> request.attribute(RawStun.RESERVATION_TOKEN, new byte[8]))
                        .code())
                .isEqualTo(508);
        assertThat(alice.allocate(request -> request.attribute(RawStun.RESERVATION_TOKEN, new byte[8])
                                .attribute(RawStun.EVEN_PORT, new byte[] {0}))
                        .code())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        RawAnswer answer = alice.allocate(request -> request.attribute(0x7FF1, new byte[1]));

        assertThat(answer.code()).isEqualTo(420);
        assertThat(answer.value(RawStun.UNKNOWN_ATTRIBUTES)).startsWith(0x7F, 0xF1);
        assertThat(alice.allocate(request -> request.attribute(0xFFF1, new byte[1]))
                        .code())
                .as("what may be ignored is")
                .isZero();
    }

    @Test
    void dontFragmentIsObeyedWhereNothingIsFragmented() {
        assertThat(alice.allocate(request -> request.attribute(RawStun.DONT_FRAGMENT))
                        .code())
                .isZero();

        Bench open = new Bench(Bench.opening("8.8.8.0/24"));
        RawAnswer answer = Caller.udp(open).allocate(request -> request.attribute(RawStun.DONT_FRAGMENT));
        assertThat(answer.code()).isEqualTo(420);
        assertThat(answer.value(RawStun.UNKNOWN_ATTRIBUTES)).startsWith(0, RawStun.DONT_FRAGMENT);
    }

    @Test
    void whoLosesANetworkTwiceStillGetsARelayAndTheLimitGivesBack() {
        Set<InetSocketAddress> relayed = new HashSet<>();
        Caller last = alice;
        // Six addresses: a join, a restart with three ways to the relay, and again after all of these are dead.
        for (int i = 0; i < 6 + 18 + 18; i++) {
            last = Caller.udp(bench, "198.51.100.7", 1000 + i, "alice");
            relayed.add(last.allocate().address(RawStun.XOR_RELAYED_ADDRESS));
        }

        assertThat(relayed).as("each has its own address").hasSize(42);
        for (int i = 42; i < TurnSettings.DEFAULT.allocationsPerSubject(); i++) {
            assertThat(Caller.udp(bench, "198.51.100.7", 1000 + i, "alice")
                            .allocate()
                            .code())
                    .isZero();
        }
        assertThat(alice.allocate().code()).isEqualTo(486);
        assertThat(Caller.udp(bench, "198.51.100.7", 2000, "bob").allocate().code())
                .isZero();
        last.refresh(0);
        assertThat(alice.allocate().code()).isZero();
    }

    @Test
    void aSourceAndTheServerHaveLimitsToo() {
        Bench small = new Bench(
                new TurnSettings("moim", List.of(), new PortRange(1, 2), new PortRange(50_000, 50_003), 9, 2, 3, 0));
        assertThat(Caller.udp(small, "198.51.100.7", 1, "a").allocate().code()).isZero();
        assertThat(Caller.udp(small, "198.51.100.7", 2, "b").allocate().code()).isZero();
        assertThat(Caller.udp(small, "198.51.100.7", 3, "c").allocate().code()).isEqualTo(486);
        assertThat(Caller.udp(small, "198.51.100.8", 1, "c").allocate().code()).isZero();
        assertThat(Caller.udp(small, "198.51.100.9", 1, "d").allocate().code()).isEqualTo(508);

        Bench six = new Bench(
                new TurnSettings("moim", List.of(), new PortRange(1, 2), new PortRange(50_000, 50_003), 9, 1, 3, 0));
        assertThat(Caller.udp(six, "2001:db8::1", 1, "a").allocate().code()).isZero();
        assertThat(Caller.udp(six, "2001:db8::2", 1, "b").allocate().code())
                .as("one customer has a whole /64")
                .isEqualTo(486);
        assertThat(Caller.udp(six, "2001:db8:0:1::2", 1, "b").allocate().code()).isZero();
    }

    @Test
    void whoIsNotWelcomeGetsNoRelay() {
        bench.unwelcome.add("alice");

        assertThat(alice.allocate().code()).isEqualTo(403);
    }

    @Test
    void revokingEndsAllocationsAtOnce() {
        Caller bob = Caller.udp(bench, "198.51.100.8", 5, "bob");
        alice.allocated();
        bob.allocated();
        alice.bind(0x4000, Bench.SERVER);
        bob.bind(0x4000, Bench.SERVER);
        alice.sendOn(0x4000, "before");
        InetSocketAddress source = bench.toServer.getFirst().path().source();

        assertThat(bench.core.revoke("alice"::equals)).isEqualTo(1);
        alice.sendOn(0x4000, "after");
        bob.sendOn(0x4000, "goes on");

        assertThat(bench.toServer)
                .extracting(sent -> new String(sent.bytes(), StandardCharsets.UTF_8))
                .containsExactly("before", "goes on");
        assertThat(bench.core.fromServer(source, new byte[100], 8, 50, bench.nowNanos))
                .isFalse();
        assertThat(alice.refresh(600).code()).isEqualTo(437);
        assertThat(bench.ended).containsExactly(alice.path);
    }

    @Test
    void aClosedConnectionTakesItsAllocationAlong() {
        Caller tcp = Caller.tcp(bench).allocated();

        bench.core.onClientGone(new ClientPath.Stream(8, Bench.PHONE));
        assertThat(bench.core.allocations()).isEqualTo(1);
        bench.core.onClientGone(tcp.path);
        assertThat(bench.core.allocations()).isZero();
    }

    @Test
    void anyoneIsToldItsAddress() {
        RawAnswer answer = bench.ask(alice.path, alice.message(RawStun.BINDING_REQUEST));

        assertThat(answer.type).isEqualTo(RawStun.BINDING_SUCCESS);
        assertThat(answer.address(RawStun.XOR_MAPPED_ADDRESS)).isEqualTo(Bench.PHONE);
        Caller six = Caller.udp(bench, "2001:db8::77", 9, "six");
        assertThat(bench.ask(six.path, six.message(RawStun.BINDING_REQUEST)).bytes.length)
                .isLessThanOrEqualTo(50);
        assertThat(bench.ask(alice.path, alice.message(RawStun.BINDING_REQUEST).attribute(0x7FF1, new byte[4]))
                        .code())
                .isEqualTo(420);
    }

    @Test
    void aStrangerGetsSoManyAnswersAndNoMore() {
        for (int i = 0; i < 1000; i++) {
            bench.put(
                    alice.path,
                    Caller.transport(alice.message(RawStun.ALLOCATE)).bytes());
        }
        assertThat(bench.toClient).hasSize(StrangerLimit.BURST);

        bench.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            bench.put(
                    alice.path,
                    Caller.transport(alice.message(RawStun.ALLOCATE)).bytes());
        }
        assertThat(bench.toClient).hasSize(StrangerLimit.BURST + StrangerLimit.PER_SECOND);
        alice.nonce = new RawAnswer(bench.toClient.getLast().bytes()).text(RawStun.NONCE);
        assertThat(alice.allocate().code())
                .as("who knows a password is never limited")
                .isZero();
        assertThat(Caller.udp(bench, "198.51.100.8", 5, "bob").allocate().code())
                .isZero();
    }

    @Test
    void relaysForOpenedPeersAreSockets() {
        Bench open = new Bench(Bench.opening("8.8.8.0/24"));
        Caller caller = Caller.udp(open);
        open.portsAreTaken = true;
        assertThat(caller.allocate().code()).isEqualTo(508);
        assertThat(open.core.allocations()).isZero();

        open.portsAreTaken = false;
        InetSocketAddress relayed = caller.allocate().address(RawStun.XOR_RELAYED_ADDRESS);
        assertThat(open.relays).containsExactly(relayed);
        caller.refresh(0);
        assertThat(open.relays).isEmpty();
    }
}
