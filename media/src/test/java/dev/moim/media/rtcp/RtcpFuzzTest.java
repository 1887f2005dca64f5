package dev.moim.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Mutations of real packets: nothing escapes, and what is handed over can be read. Packets end with their array, so
/// that a read behind one would throw.
class RtcpFuzzTest {
    private static final long SEED = 20261122;
    private static final int INPUTS = 1_000_000;
    private static final List<String> MORE_SEEDS = List.of(
            "82ca00060000000107016e0102616200000000020105 68656c6c6f00",
            "81cd00040000000100000002fffe800500640000",
            "84ce0006000000010000000000000002fe0000000000000300ffffff",
            "8fce0006000000010000000052454d42020bd0900000000200000003",
            "8fcd00070000000100000002fff000eb0000010700dd9f1c04040404040800ff",
            "82cb000400000001000000020763726173686564");

    private final RtcpReader reader = new RtcpReader();
    private final Reading reading = new Reading();

    @Test
    void anyBytesAreReadSafely() {
        var seeds = new ArrayList<byte[]>();
        ChromiumRtcpTest.packets().forEach(hex -> seeds.add(Heard.bytes(hex)));
        MORE_SEEDS.forEach(hex -> seeds.add(Heard.bytes(hex)));
        var random = new SplittableRandom(SEED);
        int whole = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] packet = mutate(seeds, random);
            try {
                whole += reader.read(packet, 0, packet.length, reading) ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + SEED + ", input " + i + ": " + HexFormat.of().formatHex(packet), e);
            }
        }
        assertThat(whole).isBetween(INPUTS / 20, INPUTS * 19 / 20);
        assertThat(reading.packets).isGreaterThan(INPUTS / 2);
    }

    private static byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
        byte[] first = seeds.get(random.nextInt(seeds.size()));
        byte[] second = random.nextInt(3) == 0 ? seeds.get(random.nextInt(seeds.size())) : new byte[0];
        byte[] packet = new byte[first.length + second.length];
        System.arraycopy(first, 0, packet, 0, first.length);
        System.arraycopy(second, 0, packet, first.length, second.length);
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            // The first words say most.
            int at = random.nextInt(random.nextBoolean() ? packet.length : Math.min(packet.length, 24));
            packet[at] = (byte) (random.nextBoolean() ? random.nextInt() : packet[at] ^ (1 << random.nextInt(8)));
        }
        return random.nextInt(8) == 0 ? java.util.Arrays.copyOf(packet, random.nextInt(packet.length + 1)) : packet;
    }

    /// Looks at everything that it is given.
    private static final class Reading implements RtcpHandler {
        private long packets;

        @Override
        public void onSenderReport(SenderReport report) {
            packets += report.reports().size() <= 31 ? 1 : fail("more than 31 blocks");
        }

        @Override
        public void onReceiverReport(ReceiverReport report) {
            packets += report.reports().size() <= 31 ? 1 : fail("more than 31 blocks");
        }

        @Override
        public void onSourceDescription(SourceDescription description) {
            packets += description.cname().length() <= 255 ? 1 : fail("a long name");
        }

        @Override
        public void onBye(Bye bye) {
            packets++;
        }

        @Override
        public void onGenericNack(GenericNack nack) {
            for (int number : nack.lost()) {
                packets += number >= 0 && number <= 0xFFFF ? 0 : fail("a wide number");
            }
            packets++;
        }

        @Override
        public void onTransportFeedback(TransportFeedback feedback) {
            int before = -1;
            for (int i = 0; i < feedback.receivedCount(); i++) {
                boolean inOrder = feedback.index(i) > before && feedback.index(i) < feedback.packetCount();
                packets += inOrder ? 0 : fail("indexes out of order");
                before = feedback.index(i);
                feedback.arrivalTicks(i);
            }
            packets++;
        }

        @Override
        public void onReceiverEstimatedMaxBitrate(ReceiverEstimatedMaxBitrate estimate) {
            packets += estimate.bitsPerSecond() >= 0 ? 1 : fail("a negative rate");
        }

        private static int fail(String what) {
            throw new IllegalStateException(what);
        }
    }
}
