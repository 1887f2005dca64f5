package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.GuestLoop;
import dev.moim.signaling.auth.ClientAddresses;
import dev.moim.signaling.gateway.StreamGuest;
import dev.moim.signaling.gateway.StreamWire;
import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.IceSession;
import dev.moim.stunturn.ice.IceClient;
import dev.moim.stunturn.ice.IceLite;
import dev.moim.stunturn.ice.IceSettings;
import dev.moim.stunturn.turn.TurnCore;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// TCP connections on one loop, with the time in hand.
class LoopStreamsTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final Loop loop = new Loop();
    private final RelayGate gate = new RelayGate();
    private final IceLite ice = new IceLite(new IceSettings(List.of(), true), () -> 3478);
    private final List<InetSocketAddress> paths = new ArrayList<>();
    private final LoopGuest guest = new LoopGuest(
            loop,
            ice,
            new RelaySockets(InetAddress.getLoopbackAddress()),
            () -> START.plusNanos(loop.now),
            loop.now,
            effects -> new TurnCore(
                    new RelaySettings("", 0, "", "1-2", "50000-51000").of(0, 1),
                    gate.secret(),
                    gate::isWelcome,
                    effects,
                    new Random(7),
                    loop.now,
                    START));

    @Test
    void aConnectionWithoutAPasswordIsClosedSoon() {
        Wire wire = new Wire();
        StreamGuest.Intake intake = guest.streams().open(StreamGuest.Kind.TURN, wire, 1, () -> {});
        for (int second = 0; second < 14; second++) {
            loop.sleep(Duration.ofSeconds(1));
            intake.onBytes(new byte[] {0x40, 0, 0, 0});
            guest.poll(loop.now);
            assertThat(wire.closes > 0).as("after " + second + " s").isFalse();
        }
        loop.sleep(Duration.ofSeconds(2));
        guest.poll(loop.now);
        assertThat(wire.closes > 0).isTrue();
    }

    @Test
    void aStreamThatNobodyCanCutIsClosed() {
        Wire wire = new Wire();
        guest.streams().open(StreamGuest.Kind.TURN, wire, 1, () -> {}).onBytes(new byte[] {(byte) 0x90, 1, 2, 3});
        assertThat(wire.closes > 0).isTrue();
    }

    @Test
    void theNextBytesAreReadWhenTheLoopHasTakenThese() {
        Wire wire = new Wire();
        var intake = guest.streams().open(StreamGuest.Kind.TURN, wire, 1, () -> {});
        loop.held = new ArrayList<>();
        intake.onBytes(new byte[] {0x40, 0, 0, 0});
        intake.onPause();
        assertThat(wire.reads).isZero();
        loop.release();
        assertThat(wire.reads).isEqualTo(1);
    }

    @Test
    void iceChecksAreAnsweredAndMediaTakesTheSameConnection() {
        Wire wire = new Wire();
        IceSession session = session();
        check(session, guest.streams().open(StreamGuest.Kind.ICE, wire, 5, () -> {}));
        guest.poll(loop.now);

        assertThat(paths).hasSize(1);
        InetSocketAddress path = paths.getFirst();
        assertThat(guest.ownerOf(path)).isZero();
        assertThat(wire.frames()).hasSize(1);
        assertThat(wire.frames().getFirst()).startsWith(1, 1);

        wire.written.reset();
        byte[] packet = {(byte) 0x80, 1, 2, 3, 4};
        assertThat(guest.send(path, packet, 0, packet.length, loop.now)).isTrue();
        assertThat(guest.send(path, packet, 0, packet.length, loop.now)).isTrue();
        assertThat(wire.written.size()).isZero();
        guest.poll(loop.now);
        assertThat(wire.frames()).containsExactly(packet, packet);
        assertThat(wire.writes).isEqualTo(2);
    }

    /// Who was sent away, or went to another path, keeps no connection by saying anything at all.
    @Test
    void aConnectionOfIceStaysAsLongAsGoodChecksCome() {
        Wire wire = new Wire();
        IceSession session = session();
        var intake = guest.streams().open(StreamGuest.Kind.ICE, wire, 5, () -> {});
        for (int check = 0; check < 20; check++) {
            check(session, intake);
            guest.poll(loop.now);
            loop.sleep(Duration.ofSeconds(25));
            ice.poll(loop.now);
            guest.poll(loop.now);
            assertThat(wire.closes).as("after check " + check).isZero();
        }
        session.close();
        for (int second = 0; second < 60; second++) {
            loop.sleep(Duration.ofSeconds(1));
            check(session, intake);
            guest.poll(loop.now);
        }
        assertThat(wire.closes).as("told to close, once").isEqualTo(1);
    }

    @Test
    void oneCallerHasOnlyItsShareOfTheConnections() {
        var streams = new Streams(() -> List.of(guest), new ClientAddresses(List.of("203.0.113.9")));
        List<StreamGuest.Intake> open = new ArrayList<>();
        Optional<StreamGuest.Intake> last = streams.onOpened(StreamGuest.Kind.TURN, new Wire("2001:db8:1:2::1"));
        while (last.isPresent() && open.size() < 2048) {
            open.add(last.get());
            // Whoever has an IPv6 address has a /64 of them.
            var next = new Wire("2001:db8:1:2:%x::1".formatted(open.size()));
            last = streams.onOpened(StreamGuest.Kind.TURN, next);
        }
        assertThat(open).hasSize(512);
        assertThat(streams.onOpened(StreamGuest.Kind.TURN, new Wire("2001:db8:1:3::1")))
                .as("somebody else")
                .isPresent();
        open.getFirst().onClosed();
        assertThat(streams.onOpened(StreamGuest.Kind.TURN, new Wire("2001:db8:1:2::1")))
                .as("a place that came back")
                .isPresent();
        for (int i = 0; i < 600; i++) {
            assertThat(streams.onOpened(StreamGuest.Kind.TURN, new Wire("203.0.113.9")))
                    .as("a proxy that is trusted")
                    .isPresent();
        }
    }

    @Test
    void aSlowClientLosesMediaButGetsItsAnswers() {
        Wire wire = new Wire();
        IceSession session = session();
        var intake = guest.streams().open(StreamGuest.Kind.ICE, wire, 5, () -> {});
        check(session, intake);
        guest.poll(loop.now);
        InetSocketAddress path = paths.getFirst();
        wire.unsent = 256 * 1024;
        byte[] packet = new byte[1200];
        packet[0] = (byte) 0x80;
        assertThat(guest.send(path, packet, 0, packet.length, loop.now)).isFalse();

        wire.written.reset();
        check(session, intake);
        guest.poll(loop.now);
        assertThat(wire.frames()).hasSize(1);
        wire.unsent = 0;
        assertThat(guest.send(path, packet, 0, packet.length, loop.now)).isTrue();
    }

    @Test
    void aClosedConnectionIsNoPathAnyMore() {
        Wire wire = new Wire();
        var intake = guest.streams().open(StreamGuest.Kind.ICE, wire, 5, () -> {});
        check(session(), intake);
        intake.onClosed();
        assertThat(guest.send(paths.getFirst(), new byte[] {(byte) 0x80}, 0, 1, loop.now))
                .isFalse();
    }

    @Test
    void whatIsNoCheckGoesToMediaAsThatPath() {
        var intake = guest.streams().open(StreamGuest.Kind.ICE, new Wire(), 5, () -> {});
        check(session(), intake);
        intake.onBytes(new byte[] {0, 3, 22, 1, 2});
        assertThat(loop.delivered).containsExactly(paths.getFirst());
    }

    private IceSession session() {
        return ice.open(
                new IceSession.Listener() {
                    @Override
                    public void onPath(InetSocketAddress remote, boolean nominated) {
                        paths.add(remote);
                    }

                    @Override
                    public void onExpired() {}
                },
                loop.now);
    }

    private void check(IceSession session, StreamGuest.Intake intake) {
        var own = new IceCredentials("abcd", "abcdefghijklmnopqrstuv");
        var client = new IceClient(
                own, session.credentials(), new InetSocketAddress("127.0.0.1", 1), new Random(3), loop.now);
        byte[] check = Objects.requireNonNull(client.poll(loop.now));
        intake.onBytes(ByteBuffer.allocate(2 + check.length)
                .putShort((short) check.length)
                .put(check)
                .array());
    }

    private static final class Loop implements GuestLoop {
        final List<InetSocketAddress> delivered = new ArrayList<>();
        long now;
        List<Task> held = List.of();

        void sleep(Duration time) {
            now += time.toNanos();
        }

        void release() {
            List<Task> tasks = held;
            held = List.of();
            tasks.forEach(task -> task.run(now));
        }

        @Override
        public int index() {
            return 0;
        }

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void send(InetSocketAddress to, byte[] buffer, int offset, int length) {}

        @Override
        public void deliver(InetSocketAddress path, byte[] buffer, int offset, int length) {
            delivered.add(path);
        }

        @Override
        public void execute(Task task) {
            if (held instanceof ArrayList<Task> waiting) {
                waiting.add(task);
            } else {
                task.run(now);
            }
        }
    }

    private static final class Wire implements StreamWire {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        int writes;
        int unsent;
        int reads;
        int closes;
        private final String remote;

        Wire() {
            this("192.0.2.7");
        }

        Wire(String remote) {
            this.remote = remote;
        }

        List<byte[]> frames() {
            List<byte[]> frames = new ArrayList<>();
            ByteBuffer rest = ByteBuffer.wrap(written.toByteArray());
            while (rest.hasRemaining()) {
                byte[] frame = new byte[rest.getShort()];
                rest.get(frame);
                frames.add(frame);
            }
            return frames;
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(remote, 40_000);
        }

        @Override
        public void write(byte[] bytes, int length) {
            writes++;
            written.write(bytes, 0, length);
        }

        @Override
        public int unsentBytes() {
            return unsent;
        }

        @Override
        public void read() {
            reads++;
        }

        @Override
        public void close() {
            closes++;
        }
    }
}
