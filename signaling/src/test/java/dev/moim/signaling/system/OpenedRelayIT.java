package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moim.signaling.Eventually;
import dev.moim.signaling.gateway.TestCertificate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// coturn's client against a server whose operator has opened peers. The peer stands in a network namespace, for every
/// address of this machine is denied whatever is opened.
class OpenedRelayIT {
    private static final Path CLIENT = Path.of("/usr/bin/turnutils_uclient");
    private static final Path PEER = Path.of("/usr/bin/turnutils_peer");
    private static final String PEER_PORT = "3480";

    @Test
    void coturnsClientReachesOpenedPeersAndNoOthers() throws Exception {
        assumeTrue(Files.isExecutable(CLIENT) && Files.isExecutable(PEER), "needs turnutils_uclient (package coturn)");
        String obstacle = Namespace.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle);
        // Addresses of the Internet, which the ends of our own cable have for a moment: private ones are denied.
        try (var elsewhere = new Namespace("11");
                var server = new ServerProcess(opened(elsewhere))) {
            Process peer = elsewhere.start(PEER.toString(), "-L", elsewhere.there(), "-p", PEER_PORT);
            try {
                // What Linux lists in hexadecimal.
                String listening = ":%04X ".formatted(Integer.parseInt(PEER_PORT));
                Eventually.isTrue(
                        "the peer listens",
                        () -> elsewhere.inside("cat", "/proc/net/udp").contains(listening));
                for (String flags : List.of("-s", "-s -t", "-s -t -S")) {
                    assertThat(client(server, elsewhere.there(), flags))
                            .as(flags)
                            .contains("Total lost packets 0 (0.000000%)");
                }
                for (String denied : List.of("127.0.0.2", "169.254.169.254", "10.0.0.1", "8.8.8.8")) {
                    assertThat(client(server, denied, "-s")).as(denied).contains("403");
                }
                nothingReachesOtherPortsOfThisMachine(server, elsewhere.here());
            } finally {
                peer.destroy();
            }
        }
    }

    private static Map<String, String> opened(Namespace peers) throws IOException {
        var settings = new HashMap<>(TestCertificate.forLoopback().settings());
        settings.put("moim.turn.peers", peers.network());
        return settings;
    }

    /// Its address lies in the opened range, and its media port is a peer at any time.
    private static void nothingReachesOtherPortsOfThisMachine(ServerProcess server, String address) throws Exception {
        var port = new InetSocketAddress(address, Integer.parseInt(PEER_PORT));
        try (var listener = new DatagramSocket(port)) {
            listener.setSoTimeout(200);
            assertThat(client(server, address, "-s")).contains("Total lost packets 40 (100.000000%)");
            assertThatThrownBy(() -> listener.receive(new DatagramPacket(new byte[2000], 2000)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static String client(ServerProcess server, String peerAddress, String flags)
            throws IOException, InterruptedException {
        JsonNode relay = server.iceServers(server.roomToken(server.createRoom("Weekly"), "Mina", "participant"))
                .at("/iceServers/0");
        boolean tcp = List.of(flags.split(" ")).contains("-t");
        var command = new ArrayList<>(List.of(
                CLIENT.toString(),
                "-c",
                "-n",
                "40",
                "-l",
                "171",
                "-u",
                relay.get("username").asText(),
                "-w",
                relay.get("credential").asText(),
                "-e",
                peerAddress,
                "-r",
                PEER_PORT,
                "-p",
                String.valueOf(tcp ? server.port() : server.udpPort())));
        command.addAll(List.of(flags.split(" ")));
        command.add("127.0.0.1");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        return said;
    }
}
