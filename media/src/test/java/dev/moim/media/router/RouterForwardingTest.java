package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaKind;
import dev.moim.media.Publication;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.router.FakePeer.Packet;
import dev.moim.media.rtcp.SenderReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterForwardingTest {
    private final FakeRoom room = new FakeRoom();

    @Test
    void packetComesOutAsTheSlotsOwn() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");

        alice.sendAudio(7, 1000, 30);
        room.poll();
        alice.sendAudio(8, 1960, 31);
        room.poll();

        Packet packet = bob.got(bob.audioSsrc(0)).getLast();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.mid(FakePeer.MID)).isEqualTo("a0");
        assertThat(packet.payload()).startsWith(0, 8).hasSize(80);
        int level = packet.view().extensionDataOffset(FakePeer.LEVEL);
        assertThat(packet.bytes()[level]).isEqualTo((byte) 31);
        assertThat(alice.got).isEmpty();
    }

    @Test
    void payloadTypesAndExtensionIdsAreTheSubscribers() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.prepare("bob", 1, 1);
        bob.codecs = List.of(
                new CodecParameters(MediaKind.AUDIO, "OPUS", 109, -1, 48_000, "maxplaybackrate=48000", true),
                new CodecParameters(MediaKind.VIDEO, "VP8", 120, 124, 90_000, "max-fs=12288", true));
        room.enter(bob);

        alice.sendAudio(1, 0, 30);
        alice.sendPicture(1, 0, true, 1);
        room.poll();
        alice.sendAudio(2, 960, 30);
        alice.sendPicture(2, 3000, true, 2);
        room.poll();

        assertThat(bob.got(bob.audioSsrc(0))).isNotEmpty().allMatch(packet -> packet.payloadType() == 109);
        assertThat(bob.got(bob.videoSsrc(0))).isNotEmpty().allMatch(packet -> packet.payloadType() == 120);
    }

    /// Firefox agrees to the audio level in its microphone's section and not in those of its slots.
    @Test
    void aSlotGetsOnlyTheExtensionsItsSectionAgreedTo() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.prepare("bob", 0, 0);
        bob.slots.add(new ReceiveSlot("a0", MediaKind.AUDIO, 0x6000_0001, 0, Set.of(HeaderExtension.MID)));
        room.enter(bob);

        alice.sendAudio(1, 0, 30);
        room.poll();
        Packet before = bob.got(0x6000_0001).getLast();
        assertThat(before.mid(FakePeer.MID)).isEqualTo("a0");
        assertThat(before.view().extensionDataOffset(FakePeer.LEVEL)).isNegative();
        assertThat(before.view().extensionDataOffset(FakePeer.TRANSPORT)).isNegative();

        bob.slots.set(
                0,
                new ReceiveSlot(
                        "a0",
                        MediaKind.AUDIO,
                        0x6000_0001,
                        0,
                        Set.of(HeaderExtension.MID, HeaderExtension.AUDIO_LEVEL)));
        room.enter(bob);
        alice.sendAudio(2, 960, 30);
        room.poll();
        Packet after = bob.got(0x6000_0001).getLast();
        assertThat(after.sequenceNumber()).as("the stream goes on").isEqualTo(before.sequenceNumber() + 1);
        assertThat(after.view().extensionDataOffset(FakePeer.LEVEL)).isPositive();
    }

    @Test
    void slotIsOneEndlessStreamOverThousandSwitches() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        FakePeer carol = room.join("carol", 0, 1);
        FakePeer[] publishers = {alice, bob};
        // Close to their ends, so that they wrap within the test.
        int[] sequence = {65_000, 12};
        int[] timestamp = {-50_000, 900_000};
        int[] picture = {32_700, 5};

        for (int round = 0; round < 1000; round++) {
            FakePeer shown = publishers[round % 2];
            room.router.setWishes(carol.id, List.of(new Wish(shown.camera(), 360)), room.now);
            for (int frame = 0; frame < 3; frame++) {
                room.now += 33 * FakeRoom.MILLI;
                for (int i = 0; i < 2; i++) {
                    publishers[i].sendPicture(sequence[i]++ & 0xFFFF, timestamp[i], frame == 1, picture[i]++ & 0x7FFF);
                    timestamp[i] += 2970;
                }
                room.poll();
            }
            assertThat(room.slot(carol, "v0")).contains(shown.camera());
        }

        List<Packet> got = carol.got(carol.videoSsrc(0));
        assertThat(got).hasSizeGreaterThan(2900);
        for (int i = 1; i < got.size(); i++) {
            Packet before = got.get(i - 1);
            Packet packet = got.get(i);
            assertThat(packet.sequenceNumber()).as("sequence %d", i).isEqualTo((before.sequenceNumber() + 1) & 0xFFFF);
            assertThat(packet.pictureId()).as("picture %d", i).isEqualTo((before.pictureId() + 1) & 0x7FFF);
            assertThat(packet.tl0()).as("tl0 %d", i).isEqualTo((before.tl0() + 1) & 0xFF);
            assertThat(packet.timestamp() - before.timestamp())
                    .as("timestamp %d", i)
                    .isBetween(2900, 3100);
        }
    }

    @Test
    void newSourceStartsAtItsKeyFrameAndTheOldOneGoesOnUntilThen() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        FakePeer carol = room.join("carol", 0, 1);
        alice.sendPicture(1, 0, true, 1);
        bob.sendPicture(1, 0, true, 1);
        room.poll();
        alice.sendPicture(2, 3000, true, 2);
        bob.sendPicture(2, 3000, true, 2);
        room.router.setWishes(carol.id, List.of(new Wish(alice.camera(), 360)), room.now);
        room.pass(10);
        alice.sendPicture(3, 6000, true, 3);
        room.pass(10);
        assertThat(room.slot(carol, "v0")).contains(alice.camera());
        room.pass(300);
        int shown = carol.got.size();

        room.router.setWishes(carol.id, List.of(new Wish(bob.camera(), 360)), room.now);
        bob.sendPicture(3, 6000, false, 3);
        alice.sendPicture(4, 9000, false, 4);
        room.pass(10);
        assertThat(carol.got).hasSize(shown + 1);
        assertThat(room.slot(carol, "v0")).contains(alice.camera());

        bob.sendPicture(4, 9000, true, 4);
        alice.sendPicture(5, 12_000, false, 5);
        room.pass(10);
        assertThat(carol.got).hasSize(shown + 2);
        assertThat(room.slot(carol, "v0")).contains(bob.camera());
        assertThat(room.slots(carol).getFirst().firstRtpTimestamp())
                .isEqualTo(Integer.toUnsignedLong(carol.got.getLast().timestamp()));
        assertThat(room.drops(DropReason.WAITING_FOR_KEY_FRAME)).isPositive();
    }

    @Test
    void newcomerStartsFromTheKeyFrameThatHasJustArrived() {
        FakePeer alice = room.joinLive("alice");
        alice.sendPicture(1, 0, true, 1);
        room.pass(33);
        alice.sendPicture(2, 3000, false, 2);
        room.pass(33);
        FakePeer bob = room.join("bob", 1, 1);
        alice.sendPicture(3, 6000, false, 3);
        room.poll();

        List<Packet> got = bob.got(bob.videoSsrc(0));
        assertThat(got).hasSize(3);
        for (int i = 1; i < got.size(); i++) {
            assertThat(got.get(i).sequenceNumber()).isEqualTo((got.get(i - 1).sequenceNumber() + 1) & 0xFFFF);
            assertThat(got.get(i).timestamp() - got.get(i - 1).timestamp()).isEqualTo(3000);
        }
        assertThat(room.slot(bob, "v0")).contains(alice.camera());
    }

    @Test
    void keyFrameWhoseFirstPacketIsLateIsShownWhole() {
        FakePeer alice = room.joinLive("alice");
        alice.sendPicture(1, 0, true, 1);
        room.pass(300);
        FakePeer bob = room.joinLive("bob");

        alice.sendVideo(3, 3000, true, false, false, 2, "");
        alice.sendVideo(4, 3000, true, false, true, 2, "");
        room.poll();
        assertThat(bob.got(bob.videoSsrc(0))).isEmpty();
        alice.resendVideo(1, 2, 3000, true, true, 2);
        room.poll();

        assertThat(bob.got(bob.videoSsrc(0)).stream().map(packet -> packet.payload()[7]))
                .containsExactly((byte) 2, (byte) 3, (byte) 4);
    }

    @Test
    void sourceThatTheSubscriberCannotDecodeStaysOut() {
        FakePeer alice = room.prepare("alice", 0, 0);
        alice.codecs = List.of(FakePeer.OPUS, FakePeer.VP8, FakePeer.H264);
        room.enter(alice);
        room.router.setEnabled(alice.camera(), true, room.now);
        FakePeer bob = room.joinLive("bob");
        byte[] idr = {0x65, (byte) 0x88, 1, 2, 3};
        for (int i = 0; i < 5; i++) {
            alice.send(alice.packet(alice.cameraSsrc(), 102, i, i * 3000, true, "cam", "", -1, idr));
            room.pass(30);
        }
        assertThat(bob.got).isEmpty();
        assertThat(room.slot(bob, "v0")).isEmpty();

        alice.send(alice.packet(alice.cameraSsrc(), 96, 5, 15_000, true, "cam", "", -1, vp8KeyFrame(6)));
        room.pass(30);
        alice.send(alice.packet(alice.cameraSsrc(), 96, 6, 18_000, true, "cam", "", -1, vp8KeyFrame(7)));
        room.pass(30);
        assertThat(room.slot(bob, "v0")).contains(alice.camera());

        int shown = bob.got.size();
        alice.send(alice.packet(alice.cameraSsrc(), 102, 7, 21_000, true, "cam", "", -1, idr));
        room.pass(30);
        assertThat(bob.got).hasSize(shown);
        assertThat(room.slot(bob, "v0")).isEmpty();
        assertThat(room.drops(DropReason.CODEC_MISMATCH)).isPositive();
    }

    @Test
    void parameterSetsThatComeAfterTheirPictureHaveAPlaceBeforeIt() {
        FakePeer alice = room.prepare("alice", 0, 0);
        alice.codecs = List.of(FakePeer.OPUS, FakePeer.H264);
        room.enter(alice);
        room.router.setEnabled(alice.camera(), true, room.now);
        FakePeer bob = room.prepare("bob", 0, 1);
        bob.codecs = alice.codecs;
        room.enter(bob);
        byte[] slice = {0x65, (byte) 0x88, 1, 2, 3};
        byte[] sets = {0x67, 0x42, (byte) 0xE0, 0x1F, 5};
        alice.send(alice.packet(alice.cameraSsrc(), 102, 11, 3000, true, "cam", "", -1, slice));
        room.poll();
        alice.send(alice.packet(alice.cameraSsrc(), 102, 10, 3000, false, "cam", "", -1, sets));
        room.poll();
        List<Packet> got = bob.got(bob.videoSsrc(0));
        assertThat(got).hasSize(2);
        assertThat(got.get(1).payload()).isEqualTo(sets);
        assertThat(got.get(1).sequenceNumber()).isEqualTo(got.get(0).sequenceNumber() - 1);
    }

    @Test
    void redIsUnwrappedForSubscriberWithoutIt() {
        FakePeer alice = room.prepare("alice", 1, 0);
        alice.codecs =
                List.of(FakePeer.OPUS, new CodecParameters(MediaKind.AUDIO, "RED", 63, -1, 48_000, "111/111", false));
        room.enter(alice);
        room.router.setEnabled(alice.microphone(), true, room.now);
        FakePeer bob = room.joinLive("bob");
        byte[] red = {(byte) 0xEF, 0, 0, 2, 0x6F, 1, 2, 33, 44, 55};
        for (int i = 0; i < 3; i++) {
            alice.send(alice.packet(alice.microphoneSsrc(), 63, i, i * 960, false, "mic", "", 40, red));
            room.poll();
        }
        Packet packet = bob.got(bob.audioSsrc(0)).getLast();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.payload()).containsExactly(33, 44, 55);
    }

    @Test
    void simulcastShowsTheHighestLiveLayer() {
        FakePeer alice = room.prepare("alice", 0, 0);
        alice.publications = List.of(new Publication("cam", SourceKind.CAMERA, List.of("l", "h")));
        room.enter(alice);
        room.router.setEnabled(alice.camera(), true, room.now);
        FakePeer bob = room.join("bob", 0, 1);
        int number = 0;
        for (; number < 30; number++) {
            alice.sendVideo(number, number * 3000, number % 5 == 0, true, true, number, "l");
            room.pass(30);
        }
        int lowOnly = bob.got.size();
        assertThat(lowOnly).isPositive();
        for (; number < 60; number++) {
            alice.sendVideo(number, number * 3000, number % 5 == 0, true, true, number, "l");
            alice.sendVideo(5000 + number, number * 3000, number % 5 == 0, true, true, 999 + number, "h");
            room.pass(30);
        }
        assertThat(bob.got.getLast().payload()[6]).as("high layer").isEqualTo((byte) (5000 >> 8));
        for (; number < 100; number++) {
            alice.sendVideo(number, number * 3000, number % 5 == 0, true, true, number, "l");
            room.pass(30);
        }
        assertThat(bob.got.getLast().payload()[6]).as("low layer").isZero();
        for (int i = 1; i < bob.got.size(); i++) {
            assertThat(bob.got.get(i).sequenceNumber())
                    .isEqualTo((bob.got.get(i - 1).sequenceNumber() + 1) & 0xFFFF);
        }
        assertThat(room.events.stream().filter(event -> event.toString().contains("bob")))
                .as("a layer is no news")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void audioGoesBeforeVideo() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        alice.sendPicture(1, 0, true, 1);
        alice.sendAudio(1, 0, 30);
        room.poll();
        bob.got.clear();
        alice.sendPicture(2, 3000, true, 2);
        alice.sendAudio(2, 960, 30);
        room.poll();
        assertThat(bob.got.getFirst().ssrc()).isEqualTo(bob.audioSsrc(0));
        assertThat(bob.got.getLast().ssrc()).isEqualTo(bob.videoSsrc(0));
    }

    @Test
    void transportNumbersCountWithoutGapOverAllStreams() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        for (int i = 0; i < 50; i++) {
            alice.sendPicture(i, i * 3000, i % 10 == 0, i);
            alice.sendAudio(i, i * 960, 30);
            room.pass(10);
        }
        List<Integer> numbers = bob.got.stream()
                .map(packet -> {
                    int offset = packet.view().extensionDataOffset(FakePeer.TRANSPORT);
                    return ((packet.bytes()[offset] & 0xFF) << 8) | (packet.bytes()[offset + 1] & 0xFF);
                })
                .toList();
        assertThat(numbers).hasSizeGreaterThan(80);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i);
        }
    }

    /// Otherwise a publisher could move a slot's numbers on unseen until SRTP takes them for old ones.
    @Test
    void packetsThatDoNotFitLeaveASmallGapAtMost() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        alice.sendAudio(1, 0, 30);
        room.poll();
        FakePeer.Packet before = bob.got(bob.audioSsrc(0)).getLast();
        for (int i = 0; i < 40; i++) {
            byte[] payload = new byte[OutgoingPacket.MAX_BYTES - 20];
            alice.send(alice.packet(alice.microphoneSsrc(), 111, 2 + i * 900, 960, false, "", "", -1, payload));
        }
        room.poll();
        assertThat(room.drops(DropReason.RTP_MALFORMED)).isEqualTo(40);
        alice.sendAudio(3 + 39 * 900, 1920, 30);
        room.poll();
        assertThat(bob.got(bob.audioSsrc(0)).getLast().sequenceNumber())
                .isBetween(before.sequenceNumber() + 1, before.sequenceNumber() + 1_100);
    }

    @Test
    void senderReportsCountPayloadOnly() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        for (int i = 0; i < 150; i++) {
            alice.sendAudio(i, i * 960, 30);
            room.pass(10);
        }
        SenderReport report = bob.senderReports.getLast();
        assertThat(report.ssrc()).isEqualTo(bob.audioSsrc(0));
        assertThat(report.octetCount()).isEqualTo(report.packetCount() * 80);
    }

    @Test
    void refusedDatagramIsCounted() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        alice.sendAudio(1, 0, 30);
        room.poll();
        bob.refusing = true;
        alice.sendAudio(2, 960, 30);
        room.poll();
        assertThat(room.drops(DropReason.SEND_FAILED)).isPositive();
    }

    private static byte[] vp8KeyFrame(int picture) {
        return new byte[] {(byte) 0x90, (byte) 0xC0, (byte) 0x80, (byte) picture, (byte) picture, 0, 0, 0};
    }
}
