package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.moim.media.DropReason;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.BufferBudget;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The forward path makes no garbage.
class RouterAllocationTest {
    private static final int SUBSCRIBERS = 50;

    private static final class Sink implements PeerLink {
        long bytes;

        @Override
        public boolean sendRtp(byte[] buffer, int offset, int length) {
            bytes += length;
            return true;
        }

        @Override
        public boolean sendRtcp(byte[] buffer, int offset, int length) {
            return true;
        }
    }

    private static final class Counter implements RouterCounters {
        long forwarded;
        long dropped;

        @Override
        public void forwarded() {
            forwarded++;
        }

        @Override
        public void retransmitted() {}

        @Override
        public void keyFrameRequested() {}

        @Override
        public void drop(DropReason reason) {
            dropped++;
        }
    }

    @Test
    void onePublisherToFiftySubscribersAllocatesNothingPerPacket() {
        var counter = new Counter();
        var sink = new Sink();
        var router = new Router(event -> {}, counter, new BufferBudget(Long.MAX_VALUE));
        FakeRoom unused = new FakeRoom();
        long now = 1_000_000_000L;
        FakePeer publisher = new FakePeer(unused, "publisher", 1, 0, 0);
        RouterPeer handle = router.join(publisher.id, publisher.parameters(), sink, now);
        router.connected(handle, now);
        router.setEnabled(publisher.camera(), true, now);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            FakePeer subscriber = new FakePeer(unused, "s" + i, 2 + i, 3, 9);
            router.connected(router.join(subscriber.id, subscriber.parameters(), sink, now), now);
        }
        byte[] payload = new byte[1150];
        payload[0] = (byte) 0x90;
        payload[1] = (byte) 0xC0;
        payload[2] = (byte) 0x80;
        byte[] packet = publisher.packet(publisher.cameraSsrc(), 96, 0, 0, true, "cam", "", -1, payload);
        RtpView view = new RtpView();

        // The first rounds fill caches and rings and let the compiler finish.
        now = run(router, handle, view, packet, now, 0, 40_000);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long forwardedBefore = counter.forwarded;
        for (int part = 0; part < 5; part++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            now = run(router, handle, view, packet, now, 40_000 + part * 4_000, 4_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        long forwarded = counter.forwarded - forwardedBefore;

        assertThat(forwarded).isEqualTo(20_000L * SUBSCRIBERS);
        assertThat(sink.bytes).isPositive();
        assertThat(counter.dropped).isZero();
        // Reports once a second of simulated time are allowed their records; a byte for each packet is not.
        assertThat(least).isLessThan(200_000);
    }

    /// More voices than slots: who is heard is looked at ten times a second for every pair of peers.
    @Test
    void aCrowdedRoomLooksForTheLoudestWithoutComparingCodecsAgain() {
        var router = new Router(event -> {}, new Counter(), new BufferBudget(Long.MAX_VALUE));
        var sink = new Sink();
        FakeRoom unused = new FakeRoom();
        long now = 1_000_000_000L;
        for (int i = 0; i < SUBSCRIBERS; i++) {
            FakePeer peer = new FakePeer(unused, "p" + i, i, 3, 9);
            peer.codecs = List.of(FakePeer.OPUS, FakePeer.H264);
            RouterPeer handle = router.join(peer.id, peer.parameters(), sink, now);
            router.connected(handle, now);
            router.setEnabled(peer.microphone(), true, now);
            router.setEnabled(peer.camera(), true, now);
            byte[] idrSlice = {0x65, (byte) 0x88, 0x10, 0x20};
            receive(router, handle, peer.packet(peer.cameraSsrc(), 102, 0, 0, true, "cam", "", -1, idrSlice), now);
            receive(
                    router,
                    handle,
                    peer.packet(peer.microphoneSsrc(), 111, 0, 0, false, "mic", "", 127, idrSlice),
                    now);
        }
        now = tick(router, now, 500);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        tick(router, now, 100);
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 100 / (SUBSCRIBERS * SUBSCRIBERS);

        assertThat(bytes).as("bytes for each pair of peers").isLessThan(150);
    }

    private static void receive(Router router, RouterPeer handle, byte[] packet, long now) {
        RtpView view = new RtpView();
        assertThat(view.wrap(packet, 0, packet.length)).isTrue();
        assertThat(router.accepts(handle, view)).isTrue();
        router.onRtp(handle, view, now);
    }

    private static long tick(Router router, long start, int count) {
        long now = start;
        for (int i = 0; i < count; i++) {
            now += 100_000_000;
            router.poll(now);
        }
        return now;
    }

    /// Eight packets a turn, a turn every 4 ms.
    private static long run(
            Router router, RouterPeer handle, RtpView view, byte[] packet, long start, int first, int count) {
        long now = start;
        for (int i = 0; i < count; i++) {
            int sequenceNumber = first + i;
            packet[2] = (byte) (sequenceNumber >> 8);
            packet[3] = (byte) sequenceNumber;
            view.wrap(packet, 0, packet.length);
            if (router.accepts(handle, view)) {
                router.onRtp(handle, view, now);
            }
            if (i % 8 == 7) {
                router.poll(now);
                now += 4_000_000;
            }
        }
        return now;
    }
}
