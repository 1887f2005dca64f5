package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.media.CloseCause;
import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaEvent;
import dev.moim.media.MediaKind;
import dev.moim.media.MediaListener;
import dev.moim.media.MediaRoom;
import dev.moim.media.MediaSettings;
import dev.moim.media.MediaSettings.DatagramIo;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.Publication;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.rtp.RtpWriter;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class MediaLoopsTest {
    private static final long LIMIT_SECONDS = 20;
    private static final int OPUS = 111;
    private static final int MID_ID = 1;
    private static final int SLOT_SSRC = 0x51075;
    private static final String MIC_MID = "mic";
    private static final byte[] SPEECH = {(byte) 0x78, 1, 2, 3, 4, 5, 6, 7};

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, MediaRoom> rooms = new ConcurrentHashMap<>();
    private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
    private @Nullable MediaLoops started;

    @AfterEach
    void close() throws Exception {
        for (var resource : opened.reversed()) {
            resource.close();
        }
    }

    private void start(int loops, DatagramIo io) throws IOException {
        started = MediaLoops.start(
                new MediaSettings("127.0.0.1", 0, loops, io), _ -> (buffer, offset, length, source, reply, _) -> {
                    String id = new String(buffer, offset + 2, length - 2, StandardCharsets.UTF_8);
                    if (id.equals("fault")) {
                        throw new IllegalStateException("a fault of the guest, meant by the test");
                    }
                    Objects.requireNonNull(rooms.get(id)).addPath(new PeerId(id), source, buffer[offset + 1] == 1);
                    reply.send(new byte[] {1}, 0, 1);
                });
        opened.add(started);
    }

    /// Keeps what the loops themselves announce.
    private void note(MediaEvent event) {
        switch (event) {
            case MediaEvent.PeerConnected _, MediaEvent.PeerClosed _ -> events.add(event);
            case MediaEvent.SlotsChanged _, MediaEvent.SpeakerChanged _, MediaEvent.SourceRefused _ -> {}
        }
    }

    private MediaLoops server() {
        return Objects.requireNonNull(started);
    }

    private TestClient client(String id) throws IOException {
        var client = new TestClient(id, server().localAddress(), server().fingerprint());
        opened.add(client);
        return client;
    }

    private TestClient join(MediaRoom room, String id) throws IOException {
        rooms.put(id, room);
        room.join(new PeerId(id), parameters());
        return client(id);
    }

    private static PeerParameters parameters() {
        return new PeerParameters(
                List.of(TestClient.fingerprint()),
                List.of(new CodecParameters(MediaKind.AUDIO, "OPUS", OPUS, -1, 48_000, "", true)),
                Map.of(HeaderExtension.MID, MID_ID),
                List.of(new Publication(MIC_MID, SourceKind.MICROPHONE, List.of())),
                List.of(new ReceiveSlot("a0", MediaKind.AUDIO, SLOT_SSRC, 0, EnumSet.allOf(HeaderExtension.class))));
    }

    private static void checkAndConnect(TestClient client) throws InterruptedException {
        client.check(true);
        await(client.checked);
        client.connect();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.sleep(2);
        }
    }

    private List<MediaEvent> events(int count) throws InterruptedException {
        var taken = new ArrayList<MediaEvent>();
        while (taken.size() < count) {
            var event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("event %d", taken.size() + 1).isNotNull();
            taken.add(event);
        }
        return taken;
    }

    private long drops(DropReason reason) {
        return server().counters().drops().getOrDefault(reason, -1L);
    }

    @ParameterizedTest
    @EnumSource(DatagramIo.class)
    void connectsEveryPeerOfARoomWhicheverLoopReceivesIt(DatagramIo io) throws Exception {
        start(3, io);
        var room = server().openRoom("big", this::note);
        var clients = new ArrayList<TestClient>();
        var expected = new ArrayList<MediaEvent>();
        for (int i = 0; i < 12; i++) {
            clients.add(join(room, "peer-" + i));
            expected.add(new MediaEvent.PeerConnected(new PeerId("peer-" + i)));
        }
        for (var client : clients) {
            checkAndConnect(client);
        }

        for (var client : clients) {
            await(client.connected);
        }
        assertThat(events(12)).containsExactlyInAnyOrderElementsOf(expected);
        // No datagram overtook the registration of its address.
        assertThat(drops(DropReason.UNREGISTERED_ADDRESS)).isZero();
        assertThat(drops(DropReason.LOOP_FULL)).isZero();
        assertThat(server().counters().loopErrors()).isZero();

        // One speaks, eleven hear, each in the slot that it was promised.
        var speaker = clients.getFirst();
        room.setEnabled(new SourceId(new PeerId(speaker.id), SourceKind.MICROPHONE), true);
        int sequence = 0;
        for (var hearer : clients.subList(1, clients.size())) {
            for (int i = 0; hearer.rtp.isEmpty() && i < 500; i++) {
                speaker.sendRtp(speech(sequence++));
                Thread.sleep(2);
            }
            byte[] heard = Objects.requireNonNull(hearer.rtp.poll(), () -> hearer.id + " heard nothing");
            var view = new RtpView();
            assertThat(view.wrap(heard, 0, heard.length)).isTrue();
            assertThat(view.ssrc()).isEqualTo(SLOT_SSRC);
            assertThat(Arrays.copyOfRange(heard, view.payloadOffset(), heard.length))
                    .isEqualTo(SPEECH);
        }
        assertThat(speaker.rtp).isEmpty();
        assertThat(drops(DropReason.AUTHENTICATION_FAILED)).isZero();
        assertThat(server().counters().packetsForwarded()).isGreaterThanOrEqualTo(11);
        assertThat(server().counters().loopErrors()).isZero();
    }

    /// An Opus packet of 20 ms with the mid of [#parameters].
    private static byte[] speech(int sequence) {
        byte[] packet = new byte[100];
        var writer = new RtpWriter();
        int header = writer.writeHeader(packet, 0, false, OPUS, sequence, 960 * sequence, 0x5EECE);
        writer.add(MID_ID, MIC_MID.getBytes(StandardCharsets.UTF_8), 0, MIC_MID.length());
        int payload = writer.writeExtensions(packet, header);
        System.arraycopy(SPEECH, 0, packet, payload, SPEECH.length);
        return Arrays.copyOf(packet, payload + SPEECH.length);
    }

    @Test
    void strangersReachNobody() throws Exception {
        start(2, DatagramIo.AUTO);
        var stranger = client("stranger");
        stranger.send(new byte[] {22, 1, 2}, 0, 3);
        stranger.send(new byte[] {(byte) 0x80, 1, 2}, 0, 3);
        stranger.send(new byte[] {(byte) 200}, 0, 1);
        stranger.send(new byte[] {100}, 0, 1);
        stranger.send(new byte[0], 0, 0);

        await(() -> server().counters().datagramsReceived() == 5);
        await(() -> drops(DropReason.UNREGISTERED_ADDRESS) == 2);
        await(() -> drops(DropReason.UNKNOWN_PROTOCOL) == 3);
    }

    @Test
    void sendsToTheFirstPathAndMovesToANominatedOne() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("paths", this::note);
        var first = join(room, "wanderer");
        first.check(false);
        await(first.checked);
        var second = client("wanderer");
        second.check(false);
        await(second.checked);
        var third = client("wanderer");
        third.check(true);
        await(third.checked);
        first.datagrams.clear();
        third.datagrams.clear();

        // Accepted from every path, answered to the nominated one.
        second.connect();
        byte[] answer = third.datagrams.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        assertThat((int) answer[0]).isEqualTo(22);
        assertThat(first.datagrams).isEmpty();
    }

    @Test
    void aFaultEndsOnlyThePeerThatMetIt() throws Exception {
        start(1, DatagramIo.AUTO);
        MediaListener faulty = event -> {
            note(event);
            if (event.equals(new MediaEvent.PeerConnected(new PeerId("bad")))) {
                throw new IllegalStateException("a fault of the room, meant by the test");
            }
        };
        var room = server().openRoom("faulty", faulty);
        var bad = join(room, "bad");
        checkAndConnect(bad);
        assertThat(events(2))
                .containsExactly(
                        new MediaEvent.PeerConnected(new PeerId("bad")),
                        new MediaEvent.PeerClosed(
                                new PeerId("bad"),
                                CloseCause.FAULT,
                                "java.lang.IllegalStateException: a fault of the room, meant by the test"));
        await(bad.closedByServer);
        assertThat(server().counters().loopErrors()).isOne();

        var good = join(room, "good");
        checkAndConnect(good);
        await(good.connected);
        assertThat(events(1)).containsExactly(new MediaEvent.PeerConnected(new PeerId("good")));

        bad.send(new byte[] {22}, 0, 1);
        await(() -> drops(DropReason.NOT_READY) >= 1);
        client("fault").check(true);
        await(() -> server().counters().loopErrors() == 2);
        var other = join(server().openRoom("other", this::note), "other");
        checkAndConnect(other);
        await(other.connected);
    }

    @Test
    void whoLeavesIsToldAndForgottenOnEveryLoop() throws Exception {
        start(3, DatagramIo.AUTO);
        var room = server().openRoom("leaving", this::note);
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < 6; i++) {
            var client = join(room, "leaver-" + i);
            clients.add(client);
            checkAndConnect(client);
            await(client.connected);
        }
        for (var client : clients) {
            room.leave(new PeerId(client.id));
            await(client.closedByServer);
        }
        long before = drops(DropReason.UNREGISTERED_ADDRESS);
        for (var client : clients) {
            client.send(new byte[] {22}, 0, 1);
        }
        await(() -> drops(DropReason.UNREGISTERED_ADDRESS) - before >= 6);
        // A path that ICE finds for somebody who has left is not taken up again.
        clients.getFirst().check(true);
        await(clients.getFirst().checked);
    }

    @Test
    void leavingPeersMayComeBackUnderAnotherNameFromTheSameAddress() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("again", this::note);
        rooms.put("old", room);
        rooms.put("new", room);
        room.join(new PeerId("old"), parameters());
        room.join(new PeerId("new"), parameters());
        var client = client("new");
        room.addPath(new PeerId("old"), client.address(), true);
        checkAndConnect(client);
        room.leave(new PeerId("old"));

        await(client.connected);
        assertThat(events(1)).containsExactly(new MediaEvent.PeerConnected(new PeerId("new")));
    }

    @Test
    void whoseAssociationEndedShakesHandsAgainAfterTheNextOffer() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("phoenix", this::note);
        var id = new PeerId("phoenix");
        var first = join(room, "phoenix");
        checkAndConnect(first);
        await(first.connected);
        first.hangUp();
        assertThat(events(2).getLast()).isInstanceOf(MediaEvent.PeerClosed.class);

        room.join(id, parameters());
        var second = client("phoenix");
        checkAndConnect(second);
        await(second.connected);
        assertThat(events(1)).containsExactly(new MediaEvent.PeerConnected(id));
    }

    /// Its way is known to ICE, which tells it once.
    @Test
    void whomAFaultEndedShakesHandsAgainOnTheSameWayAfterTheNextOffer() throws Exception {
        start(2, DatagramIo.AUTO);
        var faults = new AtomicInteger(1);
        MediaListener faulty = event -> {
            note(event);
            if (event instanceof MediaEvent.PeerConnected && faults.getAndDecrement() > 0) {
                throw new IllegalStateException("a fault of the room, meant by the test");
            }
        };
        var room = server().openRoom("second chance", faulty);
        var id = new PeerId("unlucky");
        var client = join(room, "unlucky");
        checkAndConnect(client);
        assertThat(events(2).getLast()).isInstanceOf(MediaEvent.PeerClosed.class);
        await(client.closedByServer);

        room.join(id, parameters());
        client.connectAnew();
        assertThat(events(1)).containsExactly(new MediaEvent.PeerConnected(id));
    }

    @Test
    void closingARoomTellsItsPeers() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("closing", this::note);
        var client = join(room, "last");
        checkAndConnect(client);
        await(client.connected);

        room.close();
        room.close();
        await(client.closedByServer);
        room.join(new PeerId("late"), parameters());
        room.leave(new PeerId("nobody"));
        assertThat(server().counters().loopErrors()).isZero();
    }

    @Test
    void closeEndsThreadsAndFreesThePort() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("end", this::note);
        var client = join(room, "last");
        checkAndConnect(client);
        await(client.connected);
        int port = server().localAddress().getPort();
        assertThatThrownBy(() -> MediaLoops.start(
                        new MediaSettings("127.0.0.1", port, 1, DatagramIo.AUTO), _ -> (_, _, _, _, _, _) -> {}))
                .isInstanceOf(BindException.class);

        server().close();
        await(client.closedByServer);
        assertThat(loopThreads()).isZero();
        room.join(new PeerId("late"), parameters());
        server().openRoom("late", this::note).close();
        try (var next = MediaLoops.start(
                new MediaSettings("127.0.0.1", port, 1, DatagramIo.AUTO), _ -> (_, _, _, _, _, _) -> {})) {
            assertThat(next.localAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
        }
    }

    @Test
    void platformThreadsDoNotGrowWithParticipants() throws Exception {
        start(2, DatagramIo.AUTO);
        var room = server().openRoom("many", this::note);
        var warm = join(room, "first");
        checkAndConnect(warm);
        await(warm.connected);
        int before = Thread.getAllStackTraces().size();
        for (int i = 0; i < 40; i++) {
            var client = join(room, "member-" + i);
            checkAndConnect(client);
            await(client.connected);
        }
        // The virtual threads' carriers may still come; they are as many as cores.
        assertThat(Thread.getAllStackTraces().size() - before).isLessThan(20);
        assertThat(loopThreads()).isEqualTo(2);
    }

    private static long loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("media-loop-"))
                .count();
    }

    @Test
    void roomsSpreadOverTheLoops() throws Exception {
        start(2, DatagramIo.AUTO);
        var owners = ConcurrentHashMap.<String>newKeySet();
        for (int i = 0; i < 2; i++) {
            var room = server().openRoom(
                            "room-" + i, _ -> owners.add(Thread.currentThread().getName()));
            checkAndConnect(join(room, "owner-" + i));
        }
        await(() -> owners.size() == 2);
        assertThat(owners).containsExactlyInAnyOrder("media-loop-0", "media-loop-1");
    }

    @Test
    void namesItsCertificateAndItsDatagramIo() throws Exception {
        start(1, DatagramIo.NIO);
        assertThat(server().datagramIo()).isEqualTo("nio");
        assertThat(server().fingerprint()).isInstanceOf(DtlsFingerprint.class).isEqualTo(server().fingerprint());
    }
}
