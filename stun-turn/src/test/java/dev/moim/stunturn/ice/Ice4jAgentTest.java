package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A full-ICE agent that is not ours, over a real socket. The first agent of a process takes one to two seconds.
class Ice4jAgentTest {
    private static final Logger ICE4J = Logger.getLogger("org.ice4j");

    private final RecordedPaths told = new RecordedPaths();
    private DatagramSocket socket;
    private IceLite gateway;
    private Thread loop;

    @BeforeEach
    void start() throws Exception {
        ICE4J.setLevel(Level.OFF);
        // It asks a cloud's metadata address for the public one.
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        gateway = new IceLite(new IceSettings(List.of(), true), socket::getLocalPort);
        loop = Thread.ofPlatform().start(this::serve);
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        loop.join(TimeUnit.SECONDS.toMillis(10));
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                InetSocketAddress source = (InetSocketAddress) packet.getSocketAddress();
                gateway.onDatagram(
                        buffer,
                        0,
                        packet.getLength(),
                        source,
                        (answer, offset, length) -> send(answer, offset, length, source),
                        System.nanoTime());
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void send(byte[] answer, int offset, int length, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(answer, offset, length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anIce4jAgentCompletes() throws Exception {
        var session = gateway.open(told, System.nanoTime());
        Agent agent = new Agent();
        try {
            agent.setControlling(true);
            IceMediaStream stream = agent.createMediaStream("media");
            Component component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            stream.setRemoteUfrag(session.credentials().ufrag());
            stream.setRemotePassword(session.credentials().password());
            gateway.candidates().stream()
                    .filter(candidate -> candidate.address().getAddress().isLoopbackAddress())
                    .forEach(candidate -> component.addRemoteCandidate(new RemoteCandidate(
                            new TransportAddress(candidate.address(), Transport.UDP),
                            component,
                            CandidateType.HOST_CANDIDATE,
                            candidate.foundation(),
                            candidate.priority(),
                            null)));
            CountDownLatch completed = new CountDownLatch(1);
            agent.addStateChangeListener(change -> {
                if (change.getNewValue() == IceProcessingState.COMPLETED
                        || change.getNewValue() == IceProcessingState.FAILED) {
                    completed.countDown();
                }
            });
            agent.startConnectivityEstablishment();

            assertThat(completed.await(20, TimeUnit.SECONDS))
                    .as("an end within 20 s")
                    .isTrue();
            assertThat(agent.getState()).isEqualTo(IceProcessingState.COMPLETED);
            assertThat(told.paths).anyMatch(RecordedPaths.Told::nominated);
            assertThat(gateway.counters().get("answered")).isPositive();
            assertThat(gateway.counters()).containsEntry("malformed", 0L).containsEntry("bad_integrity", 0L);
        } finally {
            agent.free();
            session.close();
        }
    }
}
