package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
    private static final int COMMANDS = 20_000;

    private UdpSocket socket;
    private Inbox inbox;

    @BeforeEach
    void open() throws IOException {
        socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.AUTO)
                .getFirst();
        inbox = new Inbox(socket);
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private void runUntil(List<?> results, int size) {
        while (results.size() < size) {
            socket.await(1_000_000_000);
            inbox.run(0, fault -> {
                throw new AssertionError(fault);
            });
        }
    }

    @Test
    void aFullInboxMakesThreadsWaitAndLosesNothing() throws InterruptedException {
        var ran = new ArrayList<Integer>();
        var thread = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < COMMANDS; i++) {
                int number = i;
                inbox.put(_ -> ran.add(number));
            }
        });
        while (inbox.waits() == 0) {
            Thread.onSpinWait();
        }
        runUntil(ran, COMMANDS);
        thread.join();
        assertThat(ran).isSorted().hasSize(COMMANDS);
    }

    @Test
    void aLoopDoesNotWaitAndLosesNothing() throws InterruptedException {
        var ran = new ArrayList<Integer>();
        var loop = new LoopThread(0, () -> {
            var outbox = ((LoopThread) Thread.currentThread()).outbox();
            for (int i = 0; i < COMMANDS; i++) {
                int number = i;
                inbox.put(_ -> ran.add(number));
            }
            while (!outbox.retry()) {
                Thread.onSpinWait();
            }
        });
        loop.start();
        runUntil(ran, COMMANDS);
        loop.join();
        assertThat(ran).isSorted().hasSize(COMMANDS);
    }

    @Test
    void oneFaultDoesNotStopTheCommandsBehindIt() {
        var faults = new ArrayList<Throwable>();
        var ran = new ArrayList<Long>();
        var fault = new IllegalStateException("meant by the test");
        inbox.put(_ -> {
            throw fault;
        });
        inbox.put(ran::add);
        inbox.run(7, faults::add);

        assertThat(faults).containsExactly(fault);
        assertThat(ran).containsExactly(7L);
    }

    @Test
    void aClosedInboxTakesNothingAndHoldsNobody() {
        inbox.close();
        for (int i = 0; i < COMMANDS; i++) {
            inbox.put(_ -> {});
        }
        assertThat(inbox.isEmpty()).isTrue();
    }
}
