package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.moim.media.DropReason;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.loadtest.LoadMeeting;
import dev.moim.signaling.loadtest.LoadReport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A call goes on while strangers, and the participants' own ports, send whatever comes to mind.
class HostileIT {
    private static final int DATAGRAMS = 200_000;
    private static final int INJECTED = 10_000;
    private static final int CONNECTIONS = 40;
    private static final int STRANGERS = 4;
    private static final int HELLOS = 100;

    /// Datagrams between two pauses; about 10,000 a second, more than which only tests the size of socket buffers.
    private static final int BURST = 200;

    /// What a flood may displace in the kernel's buffers before it is asked for again.
    private static final double MAX_LOSS = 0.02;

    /// The heap grows to its limit whoever is there; a leak of each datagram would be 100 MB and more.
    private static final long MAX_GROWTH_MEGABYTES = 64;

    @BeforeAll
    static void systemTells() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "needs Linux's /proc");
    }

    @Test
    void aCallGoesOnThroughFloodsOfNonsense() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        try (var server = new ServerProcess();
                var http = HttpClient.newHttpClient()) {
            String room = server.createRoom("Under attack");
            var figures = new ProcessFigures(server.pid());
            try (var meeting = LoadRig.meeting(server, http, room, 2)) {
                // The first flood compiles what the second one is measured by.
                flood(server, meeting, seed, DATAGRAMS / 4, INJECTED / 4);
                misbehave(server, http, room, seed, CONNECTIONS / 4);
                int threads = figures.steadyThreads();
                long resident = figures.residentMegabytes();
                meeting.restart();
                var drops = new Drops(http, server);
                long strangers = drops.of(DropReason.UNREGISTERED_ADDRESS);
                long forged = drops.of(DropReason.AUTHENTICATION_FAILED);

                flood(server, meeting, seed + 1, DATAGRAMS, INJECTED);
                misbehave(server, http, room, seed + 1, CONNECTIONS);
                LoadReport report = LoadRig.await("2000 more packets", meeting, nowAnd(meeting.report(), 2_000));

                System.out.printf(
                        "threads %d, then %d; resident %d MB, then %d MB%n%s",
                        threads, figures.steadyThreads(), resident, figures.residentMegabytes(), report.text());
                // Four of six kinds are of a participant's protocols; some are broken at the first byte, one
                // of six is RTCP, which comes in each participant's name.
                assertThat(drops.of(DropReason.UNREGISTERED_ADDRESS) - strangers)
                        .isGreaterThan(DATAGRAMS / 2);
                assertThat(drops.of(DropReason.AUTHENTICATION_FAILED) - forged).isGreaterThan(INJECTED / 6);
                assertThat(report.loss()).as(report.text()).isLessThan(MAX_LOSS);
                assertThat(report.duplicates() + report.breaks() + report.misplaced())
                        .as(report.text())
                        .isZero();
                assertThat((double) report.received())
                        .as("each gets what the other sent: " + report.text())
                        .isGreaterThan(report.published() * (1 - MAX_LOSS));
                assertThat(figures.steadyThreads()).as(figures.threadNames()).isLessThanOrEqualTo(threads);
                assertThat(figures.residentMegabytes()).isLessThan(resident + MAX_GROWTH_MEGABYTES);
                LoadRig.meeting(server, http, server.createRoom("Afterwards"), 2)
                        .close();
            }
        }
    }

    /// A ClientHello from elsewhere must not touch the call, and one from a participant's own port, which anybody
    /// can forge, must not begin a second handshake.
    @Test
    void aSecondClientHelloIsDroppedAndCounted() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var hostile = new HostileDatagrams(seed);
        try (var server = new ServerProcess();
                var http = HttpClient.newHttpClient();
                var meeting = LoadRig.meeting(server, http, server.createRoom("Hello twice"), 2);
                var stranger = new DatagramSocket()) {
            var drops = new Drops(http, server);
            long strangers = drops.of(DropReason.UNREGISTERED_ADDRESS);
            long participants = drops.of(DropReason.DTLS_MALFORMED);
            meeting.restart();

            var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.udpPort());
            for (int i = 0; i < HELLOS; i++) {
                byte[] hello = hostile.clientHello();
                stranger.send(new DatagramPacket(hello, hello.length, target));
                meeting.inject(hello);
            }

            Eventually.isTrue(
                    "all are counted",
                    () -> drops.of(DropReason.UNREGISTERED_ADDRESS) - strangers == HELLOS
                            && drops.of(DropReason.DTLS_MALFORMED) - participants == 2 * HELLOS);
            LoadReport report = LoadRig.await("500 more packets", meeting, nowAnd(meeting.report(), 500));
            assertThat(report.breaks() + report.duplicates()).as(report.text()).isZero();
            // A hundred datagrams touch nobody; a busy machine may drop one of ours by itself.
            assertThat(report.loss()).as(report.text()).isLessThan(MAX_LOSS);
            stranger.setSoTimeout(1);
            assertThatThrownBy(() -> stranger.receive(new DatagramPacket(new byte[2048], 2048)))
                    .as("nobody answers a stranger")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static java.util.function.Predicate<LoadReport> nowAnd(LoadReport now, long packets) {
        return later -> later.received() > now.received() + packets;
    }

    /// Strangers' datagrams, with some among them from the participants' own ports.
    private static void flood(ServerProcess server, LoadMeeting meeting, long seed, int datagrams, int injected)
            throws IOException {
        var hostile = new HostileDatagrams(seed);
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.udpPort());
        List<DatagramSocket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                strangers.add(new DatagramSocket());
            }
            int every = datagrams / injected;
            for (int i = 0; i < datagrams; i++) {
                byte[] datagram = hostile.next();
                strangers.get(i % STRANGERS).send(new DatagramPacket(datagram, datagram.length, target));
                if (i % every == 0) {
                    meeting.inject(i % (10 * every) == 0 ? hostile.clientHello() : hostile.next());
                }
                if (i % BURST == 0) {
                    Pause.briefly();
                }
            }
        } finally {
            strangers.forEach(DatagramSocket::close);
        }
    }

    private static void misbehave(ServerProcess server, HttpClient http, String room, long seed, int connections) {
        var channel =
                URI.create(server.url("/api/v1/rooms/" + room + "/signaling").replace("http:", "ws:"));
        var hostile = new HostileMessages(seed, http, channel);
        for (int i = 0; i < connections; i++) {
            hostile.connectAndMisbehave(server.roomToken(room, "Mallory " + i, "participant"));
        }
    }
}
