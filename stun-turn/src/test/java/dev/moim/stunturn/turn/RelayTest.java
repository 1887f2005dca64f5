package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.RelayedPath;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Permissions, channels and the data that goes through them.
class RelayTest {
    private static final InetSocketAddress SECOND = new InetSocketAddress("10.0.0.5", 3478);
    private static final InetSocketAddress PEER = new InetSocketAddress("8.8.8.8", 4000);

    private final Bench bench = new Bench();
    private final Caller alice = Caller.udp(bench);

    RelayTest() {
        bench.core.onServerAddresses(List.of(Bench.SERVER, SECOND, Bench.SERVER_SIX));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Puts data into the middle of a buffer, as who sends in place does.
    private static byte[] roomy(String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[8 + bytes.length + 8];
        Arrays.fill(buffer, (byte) 0x55);
        System.arraycopy(bytes, 0, buffer, 8, bytes.length);
        return buffer;
    }

    private boolean answerWith(RelayedPath path, String data) {
        byte[] buffer = roomy(data);
        return bench.core.fromServer(path.source(), buffer, 8, buffer.length - 16, bench.nowNanos);
    }

    @Test
    void indicationsGoToTheServerInsideTheProcessAndBack() {
        InetSocketAddress relayed = alice.allocate().address(RawStun.XOR_RELAYED_ADDRESS);
        alice.permit(Bench.SERVER);

        alice.send(Bench.SERVER, "hello");

        RelayedPath path = bench.toServer.getFirst().path();
        assertThat(text(bench.toServer.getFirst().bytes())).isEqualTo("hello");
        assertThat(path.relayed()).isEqualTo(relayed);
        assertThat(path.server()).isEqualTo(Bench.SERVER);
        assertThat(path.client()).isEqualTo(alice.path);
        assertThat(InnerAddress.isInner(path.source().getAddress())).isTrue();

        assertThat(answerWith(path, "world!")).isTrue();
        RawAnswer data = new RawAnswer(bench.toClient.getLast().bytes());
        assertThat(data.type).isEqualTo(RawStun.DATA_INDICATION);
        assertThat(data.text(RawStun.DATA)).isEqualTo("world!");
        assertThat(data.address(RawStun.XOR_PEER_ADDRESS)).isEqualTo(Bench.SERVER);
    }

    @Test
    void channelsCarryDataBothWays() {
        alice.allocated();
        assertThat(alice.bind(0x4001, Bench.SERVER).code()).isZero();

        alice.sendOn(0x4001, "hello");
        assertThat(text(bench.toServer.getFirst().bytes())).isEqualTo("hello");
        assertThat(answerWith(bench.toServer.getFirst().path(), "world")).isTrue();

        assertThat(bench.toClient.getLast().bytes()).isEqualTo(Caller.channelData(0x4001, "world"));
        assertThat(bench.count(TurnEnd.TO_SERVER)).isEqualTo(1);
        assertThat(bench.count(TurnEnd.TO_CLIENT)).isEqualTo(1);
    }

    @Test
    void answersComeFromTheAddressThatWasSentTo() {
        alice.allocated();
        alice.bind(0x4001, Bench.SERVER);
        alice.permit(SECOND);
        alice.send(SECOND, "two");
        alice.sendOn(0x4001, "one");
        RelayedPath two = bench.toServer.getFirst().path();
        RelayedPath one = bench.toServer.getLast().path();

        assertThat(one.source()).as("two paths for ICE").isNotEqualTo(two.source());
        answerWith(two, "2");
        assertThat(new RawAnswer(bench.toClient.getLast().bytes()).address(RawStun.XOR_PEER_ADDRESS))
                .isEqualTo(SECOND);
        answerWith(one, "1");
        assertThat(bench.toClient.getLast().bytes()).isEqualTo(Caller.channelData(0x4001, "1"));
        alice.send(SECOND, "again");
        assertThat(bench.toServer.getLast().path())
                .as("the same path as before")
                .isSameAs(two);
    }

    @Test
    void onStreamsDataIsPadded() {
        Caller tcp = Caller.tcp(bench).allocated();
        tcp.bind(0x4001, Bench.SERVER);
        tcp.sendOn(0x4001, "hello");
        RelayedPath path = bench.toServer.getFirst().path();

        answerWith(path, "world");
        assertThat(bench.toClient.getLast().bytes())
                .isEqualTo(Arrays.copyOf(Caller.channelData(0x4001, "world"), 4 + 8));
        byte[] tight = "world".getBytes(StandardCharsets.UTF_8);
        assertThat(bench.core.fromServer(path.source(), tight, 0, 5, bench.nowNanos))
                .isTrue();
        assertThat(bench.toClient.getLast().bytes())
                .as("without room it is copied")
                .isEqualTo(Arrays.copyOf(Caller.channelData(0x4001, "world"), 4 + 8));
    }

    @Test
    void headersAreWrittenInPlaceAndTouchNoMoreThanTheirRoom() {
        alice.allocated();
        alice.bind(0x4001, Bench.SERVER);
        alice.sendOn(0x4001, "hello");
        byte[] buffer = roomy("world");

        bench.core.fromServer(bench.toServer.getFirst().path().source(), buffer, 8, 5, bench.nowNanos);

        assertThat(Arrays.copyOfRange(buffer, 4, 13)).isEqualTo(Caller.channelData(0x4001, "world"));
        assertThat(buffer).startsWith(0x55, 0x55, 0x55, 0x55);
        assertThat(Arrays.copyOfRange(buffer, 13, 21)).containsOnly(0x55);
    }

    @Test
    void permissionsLastFiveMinutesChannelsTen() {
        alice.allocate(request -> request.attribute(RawStun.LIFETIME, 3600));
        alice.permit(Bench.SERVER);
        alice.bind(0x4001, SECOND);
        alice.send(Bench.SERVER, "1");
        alice.sendOn(0x4001, "2");
        RelayedPath permitted = bench.toServer.getFirst().path();
        RelayedPath bound = bench.toServer.getLast().path();

        bench.pass(Duration.ofSeconds(299));
        alice.send(Bench.SERVER, "3");
        assertThat(bench.toServer).hasSize(3);
        assertThat(answerWith(permitted, "4")).isTrue();

        bench.pass(Duration.ofSeconds(1));
        alice.send(Bench.SERVER, "5");
        assertThat(bench.toServer).hasSize(3);
        assertThat(bench.count(TurnEnd.NO_PERMISSION)).isEqualTo(1);
        assertThat(answerWith(permitted, "6")).isFalse();
        alice.sendOn(0x4001, "7");
        assertThat(bench.toServer).as("a channel lives on").hasSize(4);
        assertThat(answerWith(bound, "8")).isTrue();

        bench.pass(Duration.ofSeconds(299));
        assertThat(answerWith(bound, "9")).isTrue();
        bench.pass(Duration.ofSeconds(1));
        alice.sendOn(0x4001, "10");
        assertThat(bench.toServer).hasSize(4);
        assertThat(bench.count(TurnEnd.NO_CHANNEL)).isEqualTo(1);
        assertThat(answerWith(bound, "11")).isFalse();

        assertThat(alice.bind(0x4002, SECOND).code())
                .as("the peer is free again")
                .isZero();
        assertThat(answerWith(bound, "12")).as("and the path is the same").isTrue();
    }

    @Test
    void refreshingKeepsPermissionsAndChannels() {
        alice.allocate(request -> request.attribute(RawStun.LIFETIME, 3600));
        alice.permit(Bench.SERVER);
        alice.bind(0x4001, SECOND);
        for (int i = 0; i < 5; i++) {
            bench.pass(Duration.ofSeconds(290));
            alice.permit(Bench.SERVER);
            alice.bind(0x4001, SECOND);
        }
        alice.send(Bench.SERVER, "1");
        alice.sendOn(0x4001, "2");

        assertThat(bench.toServer).hasSize(2);
    }

    @Test
    void severalPermissionsInOneRequestAreAllOrNothing() {
        alice.allocated();

        assertThat(alice.permit(Bench.SERVER, SECOND).code()).isZero();
        alice.send(Bench.SERVER, "1");
        alice.send(SECOND, "2");
        assertThat(bench.toServer).as("both are permitted").hasSize(2);

        bench.pass(Duration.ofMinutes(5));
        assertThat(alice.permit(Bench.SERVER, PEER).code()).isEqualTo(403);
        assertThat(alice.permit(Bench.SERVER, Bench.SERVER_SIX).code()).isEqualTo(443);
        RawAnswer malformed = alice.ask(RawStun.CREATE_PERMISSION, request -> Caller.peer(request, Bench.SERVER)
                .attribute(RawStun.XOR_PEER_ADDRESS, new byte[3]));
        assertThat(malformed.code()).isEqualTo(400);
        alice.send(Bench.SERVER, "3");
        assertThat(bench.toServer).as("none of them is permitted").hasSize(2);
        assertThat(alice.ask(RawStun.CREATE_PERMISSION, Caller.PLAIN).code()).isEqualTo(400);
    }

    @Test
    void permissionsAreBounded() {
        Bench open = new Bench(Bench.opening("8.8.0.0/16"));
        Caller caller = Caller.udp(open).allocated();
        for (int i = 0; i < Permissions.MAX; i++) {
            assertThat(caller.permit(new InetSocketAddress("8.8.0." + i, 1)).code())
                    .isZero();
        }

        assertThat(caller.permit(PEER).code()).isEqualTo(508);
        assertThat(caller.bind(0x4000, PEER).code()).isEqualTo(508);
        assertThat(caller.permit(new InetSocketAddress("8.8.0.1", 1)).code())
                .as("refreshing needs no room")
                .isZero();
        open.pass(Duration.ofMinutes(5));
        assertThat(caller.permit(PEER).code()).isZero();
    }

    @Test
    void peersAreBoundedAndTheirPlacesComeBack() {
        Bench open = new Bench(Bench.opening("8.8.0.0/16"));
        Caller caller = Caller.udp(open);
        caller.allocate(request -> request.attribute(RawStun.LIFETIME, 3600));
        for (int i = 0; i < Allocation.MAX_PEERS; i++) {
            assertThat(caller.bind(0x4000 + i, new InetSocketAddress("8.8.8.8", 2000 + i))
                            .code())
                    .isZero();
        }

        assertThat(caller.bind(0x4F00, PEER).code()).isEqualTo(508);
        open.pass(Duration.ofMinutes(10));
        assertThat(caller.bind(0x4F00, PEER).code()).isZero();
    }

    @Test
    void channelsAreBoundOneToOne() {
        alice.allocated();
        assertThat(alice.bind(0x4001, Bench.SERVER).code()).isZero();

        assertThat(alice.bind(0x4001, Bench.SERVER).code()).as("refresh").isZero();
        assertThat(alice.bind(0x4001, SECOND).code()).as("taken channel").isEqualTo(400);
        assertThat(alice.bind(0x4002, Bench.SERVER).code()).as("taken peer").isEqualTo(400);
        assertThat(alice.bind(0x4FFF, SECOND).code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x3FFF, 0x5000, 0x7FFF, 0xFFFF})
    void otherNumbersAreNoChannels(int number) {
        alice.allocated();

        assertThat(alice.bind(number, Bench.SERVER).code()).isEqualTo(400);
    }

    @Test
    void channelBindNeedsNumberAndPeer() {
        alice.allocated();

        assertThat(alice.ask(RawStun.CHANNEL_BIND, request -> Caller.peer(request, Bench.SERVER))
                        .code())
                .isEqualTo(400);
        assertThat(alice.ask(RawStun.CHANNEL_BIND, request -> request.attribute(RawStun.CHANNEL_NUMBER, 0x4000 << 16))
                        .code())
                .isEqualTo(400);
        assertThat(alice.ask(RawStun.CHANNEL_BIND, request -> Caller.peer(request, Bench.SERVER)
                                .attribute(RawStun.CHANNEL_NUMBER, new byte[2]))
                        .code())
                .isEqualTo(400);
        assertThat(alice.bind(0x4000, Bench.SERVER_SIX).code()).isEqualTo(443);
    }

    @Test
    void brokenDataIsDropped() {
        alice.allocated();
        alice.bind(0x4001, Bench.SERVER);
        byte[] data = Caller.channelData(0x4001, "hello");
        bench.put(alice.path, Arrays.copyOf(data, 8));
        bench.put(alice.path, Arrays.copyOf(data, 3));
        bench.put(alice.path, new byte[0]);
        alice.sendOn(0x4002, "unbound");
        Caller.udp(bench, "198.51.100.8", 5, "bob").sendOn(0x4001, "stranger");
        bench.put(
                alice.path,
                Caller.peer(alice.message(RawStun.SEND_INDICATION), Bench.SERVER)
                        .bytes());
        bench.put(
                alice.path,
                Caller.peer(alice.message(RawStun.SEND_INDICATION), Bench.SERVER)
                        .text(RawStun.DATA, "x")
                        .attribute(0x7FF1)
                        .bytes());
        bench.put(alice.path, alice.message(RawStun.DATA_INDICATION).bytes());

        assertThat(bench.toServer).isEmpty();
        assertThat(bench.count(TurnEnd.MALFORMED)).isEqualTo(5);
        assertThat(bench.count(TurnEnd.NO_CHANNEL)).isEqualTo(1);
        assertThat(bench.count(TurnEnd.NO_ALLOCATION)).isEqualTo(1);
        assertThat(bench.count(TurnEnd.UNEXPECTED)).isEqualTo(1);
        bench.put(alice.path, Arrays.copyOf(data, data.length + 3));
        assertThat(bench.toServer).as("padding is allowed on UDP, too").hasSize(1);
        assertThat(text(bench.toServer.getFirst().bytes())).isEqualTo("hello");
    }

    @Test
    void openedPeersGoThroughTheSocket() {
        Bench open = new Bench(Bench.opening("8.8.8.0/24"));
        Caller caller = Caller.udp(open);
        InetSocketAddress relayed = caller.allocate().address(RawStun.XOR_RELAYED_ADDRESS);
        caller.permit(PEER);
        caller.send(PEER, "hello");

        assertThat(open.toPeer.getFirst().peer()).isEqualTo(PEER);
        assertThat(open.toPeer.getFirst().relayed()).isEqualTo(relayed);
        open.core.fromPeer(relayed, PEER, roomy("world"), 8, 5, open.nowNanos);
        RawAnswer data = new RawAnswer(open.toClient.getLast().bytes());
        assertThat(data.text(RawStun.DATA)).isEqualTo("world");
        assertThat(data.address(RawStun.XOR_PEER_ADDRESS)).isEqualTo(PEER);

        caller.bind(0x4001, PEER);
        caller.sendOn(0x4001, "more");
        assertThat(text(open.toPeer.getLast().bytes())).isEqualTo("more");
        open.core.fromPeer(relayed, PEER, roomy("back"), 8, 4, open.nowNanos);
        assertThat(open.toClient.getLast().bytes()).isEqualTo(Caller.channelData(0x4001, "back"));

        int before = open.toClient.size();
        open.core.fromPeer(relayed, new InetSocketAddress("8.8.8.9", 1), roomy("x"), 8, 1, open.nowNanos);
        open.core.fromPeer(new InetSocketAddress("192.0.2.1", 1), PEER, roomy("x"), 8, 1, open.nowNanos);
        assertThat(open.toClient).as("who has no permission is not heard").hasSize(before);
        assertThat(open.count(TurnEnd.NO_PERMISSION)).isEqualTo(1);
        open.core.fromPeer(relayed, new InetSocketAddress("8.8.8.8", 9), roomy("x"), 8, 1, open.nowNanos);
        assertThat(open.toClient).as("a permission is for all ports").hasSize(before + 1);
    }

    @Test
    void theServerIsReachedInsideTheProcessEvenWhenPeersAreOpened() {
        Bench open = new Bench(Bench.opening("0.0.0.0/0"));
        Caller caller = Caller.udp(open).allocated();
        caller.bind(0x4000, Bench.SERVER);
        caller.sendOn(0x4000, "inside");

        assertThat(open.toServer).hasSize(1);
        assertThat(open.toPeer).isEmpty();
        assertThat(caller.bind(0x4001, new InetSocketAddress(Bench.SERVER.getAddress(), 22))
                        .code())
                .as("nothing else on this machine is a peer")
                .isEqualTo(403);
    }

    @Test
    void aMappedAddressOfTheServerIsTheServerAndIsAnsweredAsItWasWritten() throws Exception {
        alice.allocate(request -> request.attribute(RawStun.REQUESTED_ADDRESS_FAMILY, 2 << 24));
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        System.arraycopy(Bench.SERVER.getAddress().getAddress(), 0, mapped, 12, 4);
        alice.ask(
                RawStun.CREATE_PERMISSION,
                request -> request.xorAddress(RawStun.XOR_PEER_ADDRESS, mapped, Bench.SERVER.getPort()));
        alice.send(mapped, Bench.SERVER.getPort(), "hello");

        RelayedPath path = bench.toServer.getFirst().path();
        assertThat(path.server()).isEqualTo(Bench.SERVER);
        answerWith(path, "world");
        RawAnswer data = new RawAnswer(bench.toClient.getLast().bytes());
        assertThat(data.value(RawStun.XOR_PEER_ADDRESS)).hasSize(20);
        assertThat(data.address(RawStun.XOR_PEER_ADDRESS).getAddress()).isEqualTo(InetAddress.getByAddress(mapped));
    }
}
