package dev.moim.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.dtls.SrtpKeys;
import dev.moim.media.dtls.SrtpProfile;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSessionTest {
    private static final int SSRC = 0xCAFEBABE;
    /// Before the packet in each array, so that no code takes the array for the packet.
    private static final int OFFSET = 5;

    @ParameterizedTest
    @EnumSource
    void agreesWithTheReferenceOnRtp(SrtpProfile profile) throws Exception {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int sequenceNumber = 65_000 + 5 * i;
            byte[] packet = rtp(SSRC, sequenceNumber, random.nextInt(1200), random);
            byte[] expected = reference(keys, packet, 12, sequenceNumber >>> 16);
            byte[] wire = room(packet);
            int length = sender.protectRtp(wire, OFFSET, packet.length);
            assertThat(body(wire, length)).isEqualTo(expected);
            int plain = receiver.unprotectRtp(wire, OFFSET, length);
            assertThat(body(wire, plain)).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesCsrcsAndHeaderExtensionsInTheClear(SrtpProfile profile) throws Exception {
        var keys = keys(profile);
        byte[] packet = rtp(SSRC, 7, 100, new Random(2));
        packet[0] = (byte) 0x92;
        System.arraycopy(new byte[] {(byte) 0xBE, (byte) 0xDE, 0, 1}, 0, packet, 20, 4);
        byte[] wire = room(packet);
        int length = new SrtpSession(keys).protectRtp(wire, OFFSET, packet.length);
        assertThat(body(wire, length)).isEqualTo(reference(keys, packet, 28, 0));
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheReferenceOnRtcp(SrtpProfile profile) throws Exception {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        var random = new Random(3);
        byte[] sessionKey = ReferenceSrtp.derive(keys.sendKey(), keys.sendSalt(), 3, 16);
        byte[] sessionSalt = ReferenceSrtp.derive(keys.sendKey(), keys.sendSalt(), 5, profile.saltBytes());
        byte[] authKey = ReferenceSrtp.derive(keys.sendKey(), keys.sendSalt(), 4, 20);
        for (int index = 0; index < 200; index++) {
            byte[] packet = rtcp(SSRC, 8 + 4 * random.nextInt(100), random);
            byte[] expected =
                    switch (profile) {
                        case AEAD_AES_128_GCM -> ReferenceSrtp.gcmRtcp(sessionKey, sessionSalt, packet, index);
                        case AES_CM_128_HMAC_SHA1_80 ->
                            ReferenceSrtp.counterRtcp(sessionKey, sessionSalt, authKey, packet, index);
                    };
            byte[] wire = room(packet);
            int length = sender.protectRtcp(wire, OFFSET, packet.length);
            assertThat(body(wire, length)).isEqualTo(expected);
            int plain = receiver.unprotectRtcp(wire, OFFSET, length);
            assertThat(body(wire, plain)).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongStreamPassesTheWrapOfItsSequenceNumbersWithLossAndReordering(SrtpProfile profile) {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        var random = new Random(4);
        byte[][] pending = new byte[8][];
        int arrived = 0;
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = room(rtp(SSRC, i, 4, random));
            int length = sender.protectRtp(packet, OFFSET, 16);
            if (random.nextInt(100) < 5) {
                continue;
            }
            int slot = random.nextInt(pending.length);
            byte[] late = pending[slot];
            pending[slot] = Arrays.copyOf(packet, OFFSET + length);
            if (late != null) {
                arrived++;
                refused += receiver.unprotectRtp(late, OFFSET, late.length - OFFSET) == 16 ? 0 : 1;
            }
        }
        assertThat(arrived).isGreaterThan(180_000);
        assertThat(refused).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aPacketIsTakenOnceOnly(SrtpProfile profile) {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        byte[] first = room(rtp(SSRC, 1, 10, new Random(5)));
        int length = sender.protectRtp(first, OFFSET, 22);
        assertThat(receiver.unprotectRtp(first.clone(), OFFSET, length)).isEqualTo(22);
        assertThat(receiver.unprotectRtp(first.clone(), OFFSET, length)).isEqualTo(SrtpSession.REPLAYED);
        byte[] report = room(rtcp(SSRC, 8, new Random(5)));
        length = sender.protectRtcp(report, OFFSET, 8);
        assertThat(receiver.unprotectRtcp(report.clone(), OFFSET, length)).isEqualTo(8);
        assertThat(receiver.unprotectRtcp(report.clone(), OFFSET, length)).isEqualTo(SrtpSession.REPLAYED);
    }

    /// A retransmission comes a round trip later, at 1000 packets a second far behind the newest.
    @ParameterizedTest
    @EnumSource
    void aPacketOneThousandBehindIsStillTaken(SrtpProfile profile) {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        byte[] late = room(rtp(SSRC, 500, 10, new Random(6)));
        int length = sender.protectRtp(late, OFFSET, 22);
        byte[] tooLate = room(rtp(SSRC, 499, 10, new Random(6)));
        sender.protectRtp(tooLate, OFFSET, 22);
        for (int i = 501; i <= 1523; i++) {
            byte[] packet = room(rtp(SSRC, i, 10, new Random(6)));
            sender.protectRtp(packet, OFFSET, 22);
            assertThat(receiver.unprotectRtp(packet, OFFSET, length)).isEqualTo(22);
        }
        assertThat(receiver.unprotectRtp(tooLate, OFFSET, length)).isEqualTo(SrtpSession.REPLAYED);
        assertThat(receiver.unprotectRtp(late, OFFSET, length)).isEqualTo(22);
    }

    /// The JDK's GCM refuses an initialization vector that it used just before.
    @ParameterizedTest
    @EnumSource
    void theSamePacketCanBeSentAgainAtOnce(SrtpProfile profile) {
        var sender = new SrtpSession(keys(profile));
        byte[] packet = rtp(SSRC, 0, 100, new Random(7));
        byte[] first = room(packet);
        byte[] second = room(packet);
        byte[] third = room(packet);
        int length = sender.protectRtp(first, OFFSET, packet.length);
        assertThat(sender.protectRtp(second, OFFSET, packet.length)).isEqualTo(length);
        assertThat(sender.protectRtp(third, OFFSET, packet.length)).isEqualTo(length);
        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        byte[] next = room(rtp(SSRC, 1, 100, new Random(7)));
        assertThat(sender.protectRtp(next, OFFSET, packet.length)).isEqualTo(length);
    }

    /// With one initialization vector for two contents GCM's authentication key can be computed.
    @ParameterizedTest
    @EnumSource
    void anIndexIsRefusedForOtherBytes(SrtpProfile profile) {
        var sender = new SrtpSession(keys(profile));
        var random = new Random(13);
        byte[] packet = rtp(SSRC, 10, 100, random);
        int length = sender.protectRtp(room(packet), OFFSET, packet.length);
        for (int bit : new int[] {8, 8 * 5, 8 * 12, 8 * packet.length - 1}) {
            byte[] other = packet.clone();
            other[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(sender.protectRtp(room(other), OFFSET, packet.length)).isEqualTo(SrtpSession.INDEX_USED);
            assertThat(sender.protectRtp(room(packet), OFFSET, packet.length)).isEqualTo(length);
        }
        byte[] shorter = Arrays.copyOf(packet, packet.length - 1);
        assertThat(sender.protectRtp(room(shorter), OFFSET, shorter.length)).isEqualTo(SrtpSession.INDEX_USED);
        for (int i = 11; i < 10 + RtpSender.REPEATABLE_PACKETS; i++) {
            sender.protectRtp(room(rtp(SSRC, i, 100, random)), OFFSET, packet.length);
        }
        assertThat(sender.protectRtp(room(packet), OFFSET, packet.length)).isEqualTo(length);
        sender.protectRtp(room(rtp(SSRC, 10 + RtpSender.REPEATABLE_PACKETS, 100, random)), OFFSET, packet.length);
        assertThat(sender.protectRtp(room(packet), OFFSET, packet.length))
                .as("its tag is forgotten")
                .isEqualTo(SrtpSession.INDEX_USED);
        byte[] another = room(rtp(SSRC + 1, 10, 100, random));
        assertThat(sender.protectRtp(another, OFFSET, packet.length)).isEqualTo(length);
    }

    /// Whatever numbers come, what leaves under an index is one packet, and the index is the one that the library used.
    @ParameterizedTest
    @EnumSource
    void whateverNumbersComeNoIndexLeavesWithTwoContents(SrtpProfile profile) throws Exception {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var random = new Random(14);
        var indexes = new ReplayWindow();
        Map<Long, byte[]> left = new HashMap<>();
        int sequenceNumber = 100;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            sequenceNumber = switch (random.nextInt(20)) {
                case 0 -> sequenceNumber - random.nextInt(1_500);
                case 1 -> sequenceNumber + random.nextInt(2_000);
                case 2 -> random.nextInt(100) == 0 ? random.nextInt(65_536) : sequenceNumber;
                default -> sequenceNumber + 1;
            };
            byte[] packet = rtp(SSRC, sequenceNumber, 4, random);
            byte[] wire = room(packet);
            int length = sender.protectRtp(wire, OFFSET, packet.length);
            long index = indexes.index(sequenceNumber & 0xFFFF);
            if (length < 0) {
                assertThat(length).isEqualTo(SrtpSession.INDEX_USED);
                refused++;
                continue;
            }
            indexes.onReceived(index);
            assertThat(left.put(index, packet)).isNull();
            assertThat(body(wire, length)).isEqualTo(reference(keys, packet, 12, (int) (index >>> 16)));
        }
        assertThat(refused).isBetween(500, 19_000);
        assertThat(left).hasSizeGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void reportsEndBeforeTheirIndexComesRound(SrtpProfile profile) throws Exception {
        var keys = keys(profile);
        var contexts = new Contexts(profile, true, keys.sendKey(), keys.sendSalt());
        int trailer = Contexts.tagBytes(profile) + 4;
        var sender = new RtcpSender(contexts.rtcp(), trailer, 2);
        for (int i = 0; i < 3; i++) {
            var packet = new PacketRegion();
            packet.wrap(room(rtcp(SSRC, 8, new Random(15))), OFFSET, 8);
            assertThat(sender.protect(packet)).isEqualTo(i < 2 ? 8 + trailer : SrtpSession.INDEX_USED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgedStreamsTakeNoRoomFromRealOnes(SrtpProfile profile) {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        var random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            byte[] forged = room(rtp(1_000_000 + i, 1, 50, random));
            assertThat(receiver.unprotectRtp(forged, OFFSET, 62)).isEqualTo(SrtpSession.AUTHENTICATION_FAILED);
            forged[forged.length - 20 - 10] = (byte) 0x80;
            assertThat(receiver.unprotectRtcp(forged, OFFSET, 62)).isEqualTo(SrtpSession.AUTHENTICATION_FAILED);
        }
        for (int ssrc = 0; ssrc < SsrcTable.MAX_STREAMS; ssrc++) {
            byte[] packet = room(rtp(ssrc * 7919, 1, 10, random));
            int length = sender.protectRtp(packet, OFFSET, 22);
            assertThat(receiver.unprotectRtp(packet, OFFSET, length)).isEqualTo(22);
        }
        byte[] oneTooMany = room(rtp(-1, 1, 10, random));
        assertThat(sender.protectRtp(oneTooMany, OFFSET, 22)).isEqualTo(SrtpSession.TOO_MANY_STREAMS);
        assertThat(receiver.unprotectRtp(oneTooMany, OFFSET, 42)).isEqualTo(SrtpSession.TOO_MANY_STREAMS);
    }

    @ParameterizedTest
    @EnumSource
    void everyFlippedBitIsNoticed(SrtpProfile profile) {
        var keys = keys(profile);
        var sender = new SrtpSession(keys);
        var receiver = new SrtpSession(reversed(keys));
        byte[] packet = room(rtp(SSRC, 9, 20, new Random(9)));
        int length = sender.protectRtp(packet, OFFSET, 32);
        for (int bit = 0; bit < 8 * length; bit++) {
            byte[] forged = packet.clone();
            forged[OFFSET + bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(receiver.unprotectRtp(forged, OFFSET, length)).isNegative();
        }
        assertThat(receiver.unprotectRtp(packet, OFFSET, length)).isEqualTo(32);
    }

    @Test
    void aPacketWithoutTailRoomIsNotSentInTheClear() {
        var sender = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM));
        byte[] packet = rtp(SSRC, 1, 100, new Random(10));
        assertThat(sender.protectRtp(packet, 0, packet.length)).isEqualTo(SrtpSession.NOT_PROTECTED);
        assertThat(sender.protectRtcp(packet, 0, packet.length)).isEqualTo(SrtpSession.NOT_PROTECTED);
    }

    @Test
    void onlyTheJdksCiphersAreUsed() {
        SrtpSession.warmUp();
        assertThat(JitsiOpenSslProvider.isLoaded()).isFalse();
        assertThat(Aes.createCipher("AES/GCM/NoPadding").getProvider().getName())
                .isEqualTo("SunJCE");
        assertThat(Aes.createCipher("AES/CTR/NoPadding").getProvider().getName())
                .isEqualTo("SunJCE");
    }

    /// The JDK's cipher needs about 1100 bytes a packet; more would be ours.
    @Test
    void aPacketCostsNoGarbageOfOurOwn() {
        var keys = keys(SrtpProfile.AEAD_AES_128_GCM);
        var sender = new SrtpSession(keys);
        byte[] packet = room(rtp(SSRC, 0, 1000, new Random(11)));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        int packets = 20_000;
        for (int i = 0; i < 2 * packets; i++) {
            if (i == packets) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            packet[OFFSET + 2] = (byte) (i >> 8);
            packet[OFFSET + 3] = (byte) i;
            sender.protectRtp(packet, OFFSET, 1012);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / packets)
                .isLessThan(1600);
    }

    private static byte[] reference(SrtpKeys keys, byte[] packet, int header, int roc) throws Exception {
        byte[] key = ReferenceSrtp.derive(keys.sendKey(), keys.sendSalt(), 0, 16);
        byte[] salt = ReferenceSrtp.derive(
                keys.sendKey(), keys.sendSalt(), 2, keys.profile().saltBytes());
        byte[] authKey = ReferenceSrtp.derive(keys.sendKey(), keys.sendSalt(), 1, 20);
        return switch (keys.profile()) {
            case AEAD_AES_128_GCM -> ReferenceSrtp.gcmRtp(key, salt, packet, header, roc);
            case AES_CM_128_HMAC_SHA1_80 -> ReferenceSrtp.counterRtp(key, salt, authKey, packet, header, roc);
        };
    }

    private static SrtpKeys keys(SrtpProfile profile) {
        var random = new Random(12);
        byte[][] parts = {
            new byte[profile.keyBytes()],
            new byte[profile.saltBytes()],
            new byte[profile.keyBytes()],
            new byte[profile.saltBytes()]
        };
        for (byte[] part : parts) {
            random.nextBytes(part);
        }
        return new SrtpKeys(profile, parts[0], parts[1], parts[2], parts[3]);
    }

    private static SrtpKeys reversed(SrtpKeys keys) {
        return new SrtpKeys(keys.profile(), keys.receiveKey(), keys.receiveSalt(), keys.sendKey(), keys.sendSalt());
    }

    private static byte[] rtp(int ssrc, int sequenceNumber, int payloadBytes, Random random) {
        byte[] packet = new byte[12 + payloadBytes];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequenceNumber >> 8);
        packet[3] = (byte) sequenceNumber;
        writeSsrc(packet, 8, ssrc);
        return packet;
    }

    private static byte[] rtcp(int ssrc, int bytes, Random random) {
        byte[] packet = new byte[bytes];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 201;
        writeSsrc(packet, 4, ssrc);
        return packet;
    }

    private static void writeSsrc(byte[] packet, int position, int ssrc) {
        for (int i = 0; i < 4; i++) {
            packet[position + i] = (byte) (ssrc >> (8 * (3 - i)));
        }
    }

    private static byte[] room(byte[] packet) {
        byte[] result = new byte[OFFSET + packet.length + SrtpSession.TRAILER_BYTES];
        System.arraycopy(packet, 0, result, OFFSET, packet.length);
        return result;
    }

    private static byte[] body(byte[] wire, int length) {
        return Arrays.copyOfRange(wire, OFFSET, OFFSET + Math.max(length, 0));
    }
}
