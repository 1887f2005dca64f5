package dev.moim.signaling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstWordsTest {
    private static final byte[] STUN = HexFormat.of().parseHex("000300002112a442000102030405060708090a0b");
    private static final byte[] FRAMED = HexFormat.of().parseHex("0014000100002112a442000102030405060708090a0b");
    private static final byte[] HELLO = HexFormat.of().parseHex("160301000501000001ff");

    private final Guest guest = new Guest();
    private final Gateway gateway = new Gateway(guest, new Certificate(new Certificate.Settings("", "")));

    @Test
    void httpGoesOnAsItCame() {
        EmbeddedChannel channel = open();
        write(channel, "G");
        write(channel, "ET / HTTP/1.1\r\n\r\n");
        assertThat(inbound(channel)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
        assertThat(channel.pipeline().get(FirstWords.class)).isNull();
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void turnAndIceGoToTheGuestHoweverTheyArrive() {
        for (byte[] first : List.of(STUN, FRAMED)) {
            for (int cut = 1; cut < first.length; cut++) {
                guest.clear();
                EmbeddedChannel channel = open();
                channel.writeInbound(Unpooled.copiedBuffer(first, 0, cut));
                channel.writeInbound(Unpooled.copiedBuffer(first, cut, first.length - cut));
                assertThat(guest.bytes.toByteArray()).as("cut at " + cut).isEqualTo(first);
                assertThat(guest.kinds)
                        .containsExactly(Arrays.equals(first, STUN) ? StreamGuest.Kind.TURN : StreamGuest.Kind.ICE);
                assertThat(guest.pauses).isPositive();
                var _ = channel.close();
                channel.runPendingTasks();
                assertThat(guest.closed).isEqualTo(1);
            }
        }
    }

    @Test
    void aConnectionThatTheGuestRefusesIsClosed() {
        guest.refuses = true;
        EmbeddedChannel channel = open();
        channel.writeInbound(Unpooled.copiedBuffer(STUN));
        assertThat(channel.isOpen()).isFalse();
        assertThat(guest.bytes.size()).isZero();
    }

    @Test
    void aClientThatNeverReadsDoesNotKeepItsConnection() {
        EmbeddedChannel channel = open();
        channel.writeInbound(Unpooled.copiedBuffer(STUN));
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                // As to a socket whose buffer is full.
                ReferenceCountUtil.release(message);
            }
        });
        StreamWire wire = guest.wires.getLast();
        wire.write(new byte[] {1, 2, 3}, 3);
        assertThat(wire.unsentBytes()).isEqualTo(3);
        wire.close();
        assertThat(channel.isOpen()).as("it may still read what came before").isTrue();
        channel.advanceTimeBy(6, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(guest.closed).isEqualTo(1);
    }

    @Test
    void whoSaysNothingIsHungUpOn() {
        for (byte[] first : List.of(new byte[0], new byte[] {0, 3, 0})) {
            EmbeddedChannel channel = open();
            if (first.length > 0) {
                channel.writeInbound(Unpooled.copiedBuffer(first));
            }
            channel.advanceTimeBy(14, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isTrue();
            channel.advanceTimeBy(2, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void silentConnectionsAreBoundedAndTheirPlacesComeBack() {
        List<EmbeddedChannel> silent = new ArrayList<>();
        EmbeddedChannel last = open();
        while (last.isOpen()) {
            silent.add(last);
            assertThat(silent.size()).isLessThanOrEqualTo(4096);
            last = open();
        }
        assertThat(silent).hasSize(4096);
        write(silent.getFirst(), "GET / HTTP/1.1\r\n");
        var _ = silent.get(1).close();
        silent.get(1).runPendingTasks();
        assertThat(open().isOpen()).isTrue();
        assertThat(open().isOpen()).isTrue();
        assertThat(open().isOpen()).isFalse();
        silent.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void tlsWithoutACertificateAndWhatNobodySpeaksAreHungUpOn() {
        for (byte[] first : List.of(
                HELLO, new byte[] {5, 1, 0, 0, 0, 0, 0, 0, 0, 0}, "get /".getBytes(StandardCharsets.US_ASCII))) {
            EmbeddedChannel channel = open();
            channel.writeInbound(Unpooled.copiedBuffer(first));
            assertThat(channel.isOpen()).isFalse();
            assertThat(inbound(channel)).isEmpty();
        }
        assertThat(guest.kinds).isEmpty();
    }

    private EmbeddedChannel open() {
        return new EmbeddedChannel(new FirstWords(gateway, false)) {
            @Override
            protected SocketAddress remoteAddress0() {
                return isActive() ? new InetSocketAddress("192.0.2.7", 40_000) : super.remoteAddress0();
            }
        };
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static String inbound(EmbeddedChannel channel) {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }

    private static final class Guest implements StreamGuest, StreamGuest.Intake {
        final List<Kind> kinds = new ArrayList<>();
        final List<StreamWire> wires = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pauses;
        int closed;
        boolean refuses;

        void clear() {
            kinds.clear();
            bytes.reset();
            pauses = 0;
            closed = 0;
        }

        @Override
        public Optional<Intake> onOpened(Kind kind, StreamWire wire) {
            kinds.add(kind);
            wires.add(wire);
            return refuses ? Optional.empty() : Optional.of(this);
        }

        @Override
        public void onBytes(byte[] part) {
            bytes.writeBytes(part);
        }

        @Override
        public void onPause() {
            pauses++;
        }

        @Override
        public void onClosed() {
            closed++;
        }
    }
}
