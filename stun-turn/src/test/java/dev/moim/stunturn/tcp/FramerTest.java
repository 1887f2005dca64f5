package dev.moim.stunturn.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Messages come out as they went in, however the stream is cut.
class FramerTest {
    private final List<byte[]> frames = new ArrayList<>();
    private final FrameSink sink =
            (buffer, offset, length) -> frames.add(Arrays.copyOfRange(buffer, offset, offset + length));

    private static byte[] stun(int body) {
        ByteBuffer message = ByteBuffer.allocate(20 + body);
        return message.putShort((short) 1)
                .putShort((short) body)
                .putInt(0x2112A442)
                .array();
    }

    private static byte[] channelData(int length, int channel) {
        byte[] bytes = new byte[4 + length];
        Arrays.fill(bytes, (byte) length);
        ByteBuffer.wrap(bytes).putShort((short) channel).putShort((short) length);
        return bytes;
    }

    private static byte[] framed(byte[] packet) {
        byte[] frame = new byte[2 + packet.length];
        System.arraycopy(packet, 0, frame, 2, packet.length);
        Rfc4571Framer.writeHeader(frame, 2, packet.length);
        return frame;
    }

    private boolean feedInPieces(Framer framer, byte[] stream, Random random, int longest) {
        int position = 0;
        boolean good = true;
        while (position < stream.length) {
            int length = Math.min(1 + random.nextInt(longest), stream.length - position);
            if (random.nextBoolean()) {
                good = framer.feed(stream, position, length, sink);
            } else {
                ByteBuffer chunk = random.nextBoolean()
                        ? ByteBuffer.allocateDirect(length)
                        : ByteBuffer.allocate(length + 3).position(3).slice();
                chunk.put(stream, position, length).flip();
                good = framer.feed(chunk, sink);
                assertThat(chunk.hasRemaining()).isFalse();
            }
            position += length;
        }
        return good;
    }

    @Property(tries = 300)
    void turnStreamsCutAnywhere(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            byte[] message = random.nextBoolean()
                    ? stun(4 * random.nextInt(200))
                    : channelData(random.nextInt(1500), 0x4000 + random.nextInt(0x1000));
            sent.add(message);
            stream.writeBytes(message);
            stream.writeBytes(new byte[-message.length & 3]);
        }
        frames.clear();
        StunStreamFramer framer = new StunStreamFramer();

        assertThat(feedInPieces(framer, stream.toByteArray(), random, 1 + random.nextInt(5000)))
                .isTrue();

        assertThat(frames).containsExactlyElementsOf(sent);
        assertThat(framer.heldCapacity()).isLessThanOrEqualTo(StunStreamFramer.MAX_LENGTH);
    }

    @Property(tries = 300)
    void iceStreamsCutAnywhere(@ForAll long seed) {
        Random random = new Random(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            byte[] packet = new byte[random.nextInt(1500)];
            random.nextBytes(packet);
            stream.writeBytes(framed(packet));
            if (packet.length > 0) {
                sent.add(packet);
            }
        }
        frames.clear();

        assertThat(feedInPieces(new Rfc4571Framer(), stream.toByteArray(), random, 1 + random.nextInt(5000)))
                .isTrue();

        assertThat(frames).containsExactlyElementsOf(sent);
    }

    @Test
    void whatCameInOnePieceIsNotCopied() {
        byte[] stream = framed(new byte[100]);
        List<byte[]> buffers = new ArrayList<>();
        Rfc4571Framer framer = new Rfc4571Framer();

        framer.feed(stream, 0, stream.length, (buffer, _, _) -> buffers.add(buffer));

        assertThat(buffers.getFirst()).isSameAs(stream);
        assertThat(framer.heldCapacity()).isZero();
    }

    @Test
    void aBrokenStreamStaysBrokenUntilItIsAnotherOne() {
        for (String header : List.of("00010003", "50000004", "80000004", "ff000004", "4000ffff", "0001fffc")) {
            byte[] bytes = HexFormat.of().parseHex(header);
            for (int first = 1; first <= 4; first++) {
                StunStreamFramer framer = new StunStreamFramer();
                framer.feed(bytes, 0, first, sink);
                assertThat(framer.feed(bytes, first, 4 - first, sink))
                        .as(header)
                        .isFalse();
                byte[] good = stun(0);
                assertThat(framer.feed(good, 0, good.length, sink)).isFalse();
                assertThat(frames).isEmpty();
                framer.reset();
                assertThat(framer.feed(good, 0, good.length, sink)).isTrue();
                assertThat(frames).hasSize(1);
                frames.clear();
            }
        }
    }

    @Test
    void framesAsLongAsAllowedPassAndLongerOnesDoNot() {
        byte[] longest = framed(new byte[Rfc4571Framer.MAX_PACKET]);
        assertThat(new Rfc4571Framer().feed(longest, 0, longest.length, sink)).isTrue();
        assertThat(frames).hasSize(1);
        byte[] tooLong = framed(new byte[Rfc4571Framer.MAX_PACKET + 1]);
        Rfc4571Framer framer = new Rfc4571Framer();
        assertThat(framer.feed(tooLong, 0, 2, sink)).isFalse();
        assertThat(framer.heldCapacity()).isLessThanOrEqualTo(2);
    }

    @Test
    void resetForgetsAHalfMessage() {
        byte[] message = stun(8);
        StunStreamFramer framer = new StunStreamFramer();
        framer.feed(message, 0, 11, sink);
        framer.reset();

        framer.feed(message, 0, message.length, sink);

        assertThat(frames).containsExactly(message);
    }

    @Test
    void garbageNeverEscapesOrGrows() {
        Random random = new Random(20_260_101);
        StunStreamFramer turn = new StunStreamFramer();
        Rfc4571Framer ice = new Rfc4571Framer();
        byte[] chunk = new byte[200];
        FrameSink checked = (buffer, offset, length) -> {
            if (offset < 0 || length < 0 || offset + length > buffer.length) {
                throw new AssertionError("outside of the buffer");
            }
        };
        for (int i = 0; i < 500_000; i++) {
            random.nextBytes(chunk);
            if (random.nextInt(3) != 0) {
                chunk[0] = (byte) (random.nextInt(2) * 0x40);
                chunk[2] = (byte) random.nextInt(2);
                chunk[3] &= (byte) 0xFC;
            }
            int length = random.nextInt(chunk.length);
            if (!turn.feed(chunk, 0, length, checked)) {
                turn.reset();
            }
            if (!ice.feed(chunk, 0, length, checked)) {
                ice.reset();
            }
        }
        assertThat(turn.heldCapacity()).isLessThanOrEqualTo(StunStreamFramer.MAX_LENGTH);
        assertThat(ice.heldCapacity()).isLessThanOrEqualTo(Rfc4571Framer.HEADER + Rfc4571Framer.MAX_PACKET);
    }
}
