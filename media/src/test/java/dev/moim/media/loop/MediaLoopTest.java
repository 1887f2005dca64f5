package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.udp.ReceiveBatch;
import dev.moim.media.udp.RemoteAddress;
import dev.moim.media.udp.UdpCounters;
import dev.moim.media.udp.UdpSocket;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MediaLoopTest {
    private static final int TURNS = 20;

    /// Half of what the pauses take: a machine that is busy only makes them longer.
    private static final long LEAST_NANOS = TURNS * 5_000_000L;

    @Test
    void aLoopWhoseEveryTurnFailsTakesNoCoreAndStillObeys() throws IOException, InterruptedException {
        var socket = new FaultySocket(UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.NIO)
                .getFirst());
        var loops = new ArrayList<MediaLoop>();
        var dtls = DtlsContext.create(new SecureRandom());
        var loop = new MediaLoop(loops, 0, 1, socket, dtls, new BufferBudget(0), _ -> (_, _, _, _, _, _) -> {});
        loops.add(loop);
        long start = System.nanoTime();
        loop.start();

        assertThat(socket.failed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThan(LEAST_NANOS);
        assertThat(loop.counters().errors()).isGreaterThanOrEqualTo(TURNS - 1);

        var obeyed = new CountDownLatch(1);
        loop.submit(_ -> obeyed.countDown());
        assertThat(obeyed.await(30, TimeUnit.SECONDS)).isTrue();
        loop.stop();
        assertThat(socket.closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /// The system says no to every wait.
    private static final class FaultySocket implements UdpSocket {
        final CountDownLatch failed = new CountDownLatch(TURNS);
        final CountDownLatch closed = new CountDownLatch(1);
        private final UdpSocket real;

        FaultySocket(UdpSocket real) {
            this.real = real;
        }

        @Override
        public InetSocketAddress localAddress() {
            return real.localAddress();
        }

        @Override
        public String kind() {
            return real.kind();
        }

        @Override
        public void await(long timeoutNanos) {
            failed.countDown();
            throw new IllegalStateException("a fault of the system, meant by the test");
        }

        @Override
        public void wake() {
            real.wake();
        }

        @Override
        public ReceiveBatch receive() {
            return real.receive();
        }

        @Override
        public void send(RemoteAddress to, byte[] buffer, int offset, int length) {
            real.send(to, buffer, offset, length);
        }

        @Override
        public void flush() {
            real.flush();
        }

        @Override
        public UdpCounters counters() {
            return real.counters();
        }

        @Override
        public void close() {
            real.close();
            closed.countDown();
        }
    }
}
