package dev.moim.media.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.PeerId;
import dev.moim.media.dtls.DtlsContext;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.udp.UdpSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CrossingTest {
    private final Crossing crossing = new Crossing(1000);

    @Test
    void isBoundedAndUsesItsBuffersAgain() throws IOException {
        var peer = peer();
        int capacity = 0;
        while (crossing.offer(peer, new byte[] {1, 2, 3}, 1, 2)) {
            capacity++;
            assertThat(capacity).isLessThanOrEqualTo(10_000);
        }
        assertThat(capacity).isEqualTo(1000);
        assertThat(crossing.size()).isEqualTo(capacity);

        var first = Objects.requireNonNull(crossing.poll());
        assertThat(first.peer).isSameAs(peer);
        assertThat(first.length).isEqualTo(2);
        assertThat(first.bytes).startsWith(0, 0, 0, 0, 2, 3);
        assertThat(crossing.offer(peer, new byte[1], 0, 1)).isFalse();
        crossing.release(first);
        assertThat(first.peer).isNull();
        assertThat(crossing.offer(peer, new byte[] {9}, 0, 1)).isTrue();

        for (int i = 1; i < capacity; i++) {
            crossing.release(Objects.requireNonNull(crossing.poll()));
        }
        assertThat(crossing.poll()).isSameAs(first);
        assertThat(crossing.poll()).isNull();
    }

    /// However many cores a machine has.
    @Test
    void allTogetherTakeABoundedPartOfTheHeap() {
        for (int loops = 1; loops <= 64; loops++) {
            long each = Crossing.capacity(loops);
            assertThat(each).isPositive();
            assertThat(each * 2055 * loops * (loops - 1)).isLessThanOrEqualTo(128 * 1024 * 1024);
        }
        assertThat(Crossing.capacity(2)).isEqualTo(1024);
    }

    @Test
    void takesNoPacketThatIsTooLongForIt() throws IOException {
        assertThat(crossing.offer(peer(), new byte[3000], 0, 3000)).isFalse();
        assertThat(crossing.poll()).isNull();
    }

    private static LoopPeer peer() throws IOException {
        var socket = UdpSockets.open(new InetSocketAddress("127.0.0.1", 0), 1, UdpSockets.Choice.NIO)
                .getFirst();
        try (socket) {
            var dtls = DtlsContext.create(new SecureRandom());
            var loop = new MediaLoop(List.of(), 0, 1, socket, dtls, new BufferBudget(0), _ -> (_, _, _, _, _, _) -> {});
            return new LoopPeer(new PeerId("crosser"), new LoopRoom("room", loop, _ -> {}), loop);
        }
    }
}
