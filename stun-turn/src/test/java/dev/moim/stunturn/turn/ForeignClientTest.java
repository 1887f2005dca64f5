package dev.moim.stunturn.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that are not ours, over real sockets: coturn's and aioice's.
class ForeignClientTest {
    private static final Path UCLIENT = Path.of("/usr/bin/turnutils_uclient");
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String AIOICE =
            """
            import asyncio, sys
            from aioice.turn import create_turn_endpoint

            class Echoed(asyncio.DatagramProtocol):
                def __init__(self):
                    self.messages = asyncio.Queue()
                def datagram_received(self, data, addr):
                    self.messages.put_nowait((data, addr))

            async def main(transport, port, username, password):
                peer = ("127.0.0.2", 3478)
                turn, echoed = await create_turn_endpoint(
                    Echoed, ("127.0.0.1", port), username, password, lifetime=600, transport=transport)
                for i in range(50):
                    data = bytes([i]) * (1 + 23 * i)
                    turn.sendto(data, peer)
                    answer, addr = await asyncio.wait_for(echoed.messages.get(), 5)
                    assert answer == data and addr == peer, (i, len(answer), addr)
                print("relayed", turn.get_extra_info("sockname")[0])
                turn.close()
                await asyncio.sleep(0.2)

            asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
            """;

    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new Shell();
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private static String run(String... command) throws Exception {
        return run(List.of(command));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private String uclient(InetSocketAddress peer, String... flags) throws Exception {
        assumeTrue(Files.isExecutable(UCLIENT));
        boolean tcp = List.of(flags).contains("-t");
        List<String> command = new ArrayList<>(List.of(
                UCLIENT.toString(),
                "-c",
                "-n",
                "40",
                "-l",
                "171",
                "-u",
                "alice",
                "-W",
                "a secret of tests, known to all",
                "-e",
                peer.getAddress().getHostAddress(),
                "-r",
                Integer.toString(peer.getPort()),
                "-p",
                Integer.toString(tcp ? shell.tcp.getLocalPort() : shell.udp.getLocalPort())));
        command.addAll(List.of(flags));
        command.add("127.0.0.1");
        return run(command);
    }

    /// By indications: its channel numbers are RFC 5766's, three in four of which are none of RFC 8656.
    @ParameterizedTest
    @ValueSource(strings = {"-s", "-s -X", "-s -t", "-s -m 4"})
    void coturnsClientReachesTheServerInsideTheProcess(String flags) throws Exception {
        String output = uclient(Shell.MEDIA, flags.split(" "));

        assertThat(output).contains("Total lost packets 0 (0.000000%)");
        assertThat(shell.counters().get("to_server")).isGreaterThanOrEqualTo(40);
        assertThat(shell.counters().get("to_peer")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-s", "-s -t"})
    void coturnsClientReachesAnOpenedPeer(String flags) throws Exception {
        Thread echo;
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(Shell.FRONT, 0))) {
            echo = Thread.ofVirtual().start(() -> echo(peer));
            String output = uclient((InetSocketAddress) peer.getLocalSocketAddress(), flags.split(" "));

            assertThat(output).contains("Total lost packets 0 (0.000000%)");
            assertThat(shell.counters().get("to_peer")).isGreaterThanOrEqualTo(40);
        }
        assertThat(echo.join(Duration.ofSeconds(10))).isTrue();
    }

    private static void echo(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        while (!socket.isClosed()) {
            try {
                packet.setLength(2000);
                socket.receive(packet);
                socket.send(packet);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aioicesClientReachesTheServer(String transport) throws Exception {
        assumeTrue(Files.isExecutable(PYTHON));
        var credentials = Bench.SECRET.issue("room.bob", Instant.now().plus(Duration.ofMinutes(5)));
        int port = transport.equals("tcp") ? shell.tcp.getLocalPort() : shell.udp.getLocalPort();

        String output = run(
                PYTHON.toString(),
                "-c",
                AIOICE,
                transport,
                Integer.toString(port),
                credentials.username(),
                credentials.password());

        assertThat(output).contains("relayed 127.0.0.2");
        assertThat(shell.counters().get("allocated")).isEqualTo(1);
        assertThat(shell.counters().get("to_server")).isEqualTo(50);
    }

    @Test
    void aConnectionThatSpeaksNonsenseIsClosed() throws Exception {
        try (Socket socket = new Socket(Shell.FRONT, shell.tcp.getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("no TURN at all".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
