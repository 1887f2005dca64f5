package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CodecParameters;
import dev.moim.media.DropReason;
import dev.moim.media.MediaKind;
import dev.moim.media.Wish;
import dev.moim.media.congestion.Pacer;
import dev.moim.media.router.FakePeer.Packet;
import dev.moim.media.rtcp.ReportBlock;
import dev.moim.media.rtcp.SenderReport;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterRepairTest {
    private final FakeRoom room = new FakeRoom();
    private final FakePeer alice = room.joinLive("alice");
    private final FakePeer bob = room.joinLive("bob");

    @BeforeEach
    void everyoneSendsAlready() {
        for (int i = 0; i < 10; i++) {
            alice.sendPicture(i, i * 3000, i == 2, i);
            alice.sendAudio(i, i * 960, 30);
            room.pass(20);
        }
    }

    @Test
    void lostPacketIsAskedForAtOnceAndAgainAfterARoundTrip() {
        alice.sendPicture(11, 33_000, false, 11);
        room.poll();
        assertThat(alice.nacks).hasSize(1);
        assertThat(alice.nacks.getFirst().mediaSsrc()).isEqualTo(alice.cameraSsrc());
        assertThat(alice.nacks.getFirst().lost()).containsExactly(10);
        room.pass(100);
        assertThat(alice.nacks).hasSize(1);
        room.pass(50);
        assertThat(alice.nacks).hasSize(2);
        room.pass(3000);
        assertThat(alice.nacks).as("given up").hasSizeLessThanOrEqualTo(10);
        int asked = alice.nacks.size();
        room.pass(3000);
        assertThat(alice.nacks).hasSize(asked);
    }

    @Test
    void retransmissionFillsItsPlaceInTheSlot() {
        alice.sendPicture(11, 33_000, false, 11);
        room.poll();
        Packet after = bob.got(bob.videoSsrc(0)).getLast();
        alice.resendVideo(1, 10, 30_000, false, true, 10);
        room.poll();
        Packet late = bob.got(bob.videoSsrc(0)).getLast();
        assertThat(late.sequenceNumber()).isEqualTo((after.sequenceNumber() - 1) & 0xFFFF);
        assertThat(late.timestamp()).isEqualTo(after.timestamp() - 3000);
        assertThat(late.pictureId()).isEqualTo(after.pictureId() - 1);
        assertThat(late.payload()[7]).isEqualTo((byte) 10);
        room.pass(1000);
        assertThat(alice.nacks).hasSize(1);

        alice.resendVideo(2, 10, 30_000, false, true, 10);
        room.poll();
        assertThat(room.drops(DropReason.STALE_RETRANSMISSION)).isEqualTo(1);
        alice.resendVideo(2, 10, 30_000, false, true, 10);
        assertThat(room.drops(DropReason.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void whoDidNotAgreeToItIsNotAskedForPacketsButForAKeyFrame() {
        var other = new FakeRoom();
        FakePeer dave = other.prepare("dave", 0, 0);
        dave.codecs = List.of(new CodecParameters(MediaKind.VIDEO, "VP8", 96, 97, 90_000, "", false));
        other.enter(dave);
        other.router.setEnabled(dave.camera(), true, other.now);
        other.joinLive("erin");
        dave.sendPicture(0, 0, true, 0);
        other.pass(1000);
        int keyFrames = dave.keyFrameRequests.size();
        dave.sendPicture(2, 6000, false, 2);
        other.pass(3000);
        assertThat(dave.nacks).isEmpty();
        assertThat(dave.keyFrameRequests).hasSizeGreaterThan(keyFrames);
    }

    @Test
    void audioIsAskedForAndResentAsItWas() {
        alice.sendAudio(11, 11 * 960, 30);
        room.poll();
        assertThat(alice.nacks.getFirst().mediaSsrc()).isEqualTo(alice.microphoneSsrc());
        alice.sendAudio(10, 10 * 960, 30);
        room.poll();
        List<Packet> got = bob.got(bob.audioSsrc(0));
        assertThat(got.getLast().sequenceNumber())
                .isEqualTo((got.get(got.size() - 2).sequenceNumber() - 1) & 0xFFFF);
        room.pass(1000);
        assertThat(alice.nacks).hasSize(1);
    }

    @Test
    void subscribersLossIsAnsweredWithRtxOncePerRoundTrip() {
        Packet lost = bob.got(bob.videoSsrc(0)).get(3);
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        room.poll();
        List<Packet> repairs = bob.got(bob.rtxSsrc(0));
        assertThat(repairs).hasSize(1);
        Packet repair = repairs.getFirst();
        assertThat(repair.payloadType()).isEqualTo(97);
        assertThat(repair.mid(FakePeer.MID)).isEqualTo("v0");
        assertThat(repair.timestamp()).isEqualTo(lost.timestamp());
        assertThat(repair.marker()).isEqualTo(lost.marker());
        byte[] payload = repair.payload();
        assertThat(((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF)).isEqualTo(lost.sequenceNumber());
        assertThat(Arrays.copyOfRange(payload, 2, payload.length)).isEqualTo(lost.payload());
        assertThat(room.retransmitted).isEqualTo(1);

        room.pass(110);
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        room.poll();
        assertThat(bob.got(bob.rtxSsrc(0))).hasSize(2);
        assertThat(bob.got(bob.rtxSsrc(0)).get(1).sequenceNumber()).isEqualTo((repair.sequenceNumber() + 1) & 0xFFFF);
    }

    @Test
    void subscribersLostAudioIsSentAgainOnItsOwnStream() {
        Packet lost = bob.got(bob.audioSsrc(0)).get(5);
        bob.nack(bob.audioSsrc(0), lost.sequenceNumber());
        room.poll();
        Packet again = bob.got(bob.audioSsrc(0)).getLast();
        assertThat(again.bytes()).isEqualTo(lost.bytes());
        room.pass(200);
        bob.nack(bob.audioSsrc(0), lost.sequenceNumber());
        room.poll();
        assertThat(room.retransmitted).isEqualTo(2);
        assertThat(bob.got(bob.audioSsrc(0)).getLast().bytes())
                .as("down to the transport-wide number: SRTP's key would not bear another content")
                .isEqualTo(lost.bytes());
    }

    @Test
    void videoWithoutRtxIsSentAgainAsItWas() {
        FakePeer carol = room.prepare("carol", 0, 1);
        carol.codecs = List.of(new CodecParameters(MediaKind.VIDEO, "VP8", 96, -1, 90_000, "", true));
        room.enter(carol);
        for (int i = 10; i < 20; i++) {
            alice.sendPicture(i, i * 3000, i == 11, i);
            room.pass(30);
        }
        Packet lost = carol.got(carol.videoSsrc(0)).get(2);
        carol.nack(carol.videoSsrc(0), lost.sequenceNumber());
        room.poll();
        assertThat(carol.got(carol.videoSsrc(0)).getLast().bytes()).isEqualTo(lost.bytes());
    }

    @Test
    void packetIsNotSentAgainWithOtherHeaderExtensions() {
        Packet lost = bob.got(bob.audioSsrc(0)).get(5);
        bob.levelId = FakePeer.LEVEL + 1;
        room.router.join(bob.id, bob.parameters(), bob, room.now);
        bob.nack(bob.audioSsrc(0), lost.sequenceNumber());
        room.poll();
        assertThat(room.retransmitted).isZero();

        alice.sendAudio(10, 10 * 960, 30);
        room.poll();
        Packet later = bob.got(bob.audioSsrc(0)).getLast();
        bob.nack(bob.audioSsrc(0), later.sequenceNumber());
        room.poll();
        assertThat(bob.got(bob.audioSsrc(0)).getLast().bytes()).isEqualTo(later.bytes());
        assertThat(room.retransmitted).isEqualTo(1);
    }

    @Test
    void packetThatStillWaitsIsNotSentTwice() {
        int before = bob.got(bob.audioSsrc(0)).size();
        int next = bob.got(bob.audioSsrc(0)).getLast().sequenceNumber() + 1;
        alice.sendAudio(10, 10 * 960, 30);
        bob.nack(bob.audioSsrc(0), next & 0xFFFF);
        room.poll();
        assertThat(bob.got(bob.audioSsrc(0))).hasSize(before + 1);
    }

    @Test
    void packetThatFoundNoRoomIsSentWhenItIsAskedFor() {
        Packet before = bob.got(bob.audioSsrc(0)).getLast();
        // Fill the subscriber's queue without letting it send.
        for (int i = 0; i <= Pacer.MAX_QUEUED; i++) {
            alice.sendAudio(10 + i, (10 + i) * 960, 30);
        }
        room.pass(20);
        int lost = (before.sequenceNumber() + Pacer.MAX_QUEUED + 1) & 0xFFFF;
        assertThat(bob.got(bob.audioSsrc(0)).getLast().sequenceNumber()).isEqualTo((lost - 1) & 0xFFFF);
        for (int i = 0; i < 2; i++) {
            bob.nack(bob.audioSsrc(0), lost);
            room.pass(200);
            assertThat(bob.got(bob.audioSsrc(0)).getLast().sequenceNumber()).isEqualTo(lost);
        }
        assertThat(room.retransmitted).isEqualTo(2);
    }

    @Test
    void packetOfTheSourceBeforeIsStillSentAgain() {
        FakePeer carol = room.join("carol", 0, 1);
        for (int i = 10; i < 20; i++) {
            alice.sendPicture(i, i * 3000, i == 11, i);
            bob.sendPicture(i, i * 3000, i == 11 || i == 15, i);
            room.pass(30);
        }
        Packet lost = carol.got.getLast();
        room.router.setWishes(carol.id, List.of(new Wish(bob.camera(), 100)), room.now);
        for (int i = 20; i < 25; i++) {
            bob.sendPicture(i, i * 3000, i == 21, i);
            room.pass(30);
        }
        assertThat(room.slot(carol, "v0")).contains(bob.camera());
        carol.nack(carol.videoSsrc(0), lost.sequenceNumber());
        room.poll();
        byte[] payload = carol.got(carol.rtxSsrc(0)).getLast().payload();
        assertThat(Arrays.copyOfRange(payload, 2, payload.length)).isEqualTo(lost.payload());
    }

    @Test
    void duplicateIsRefusedBeforeDecryption() {
        int got = bob.got.size();
        alice.sendPicture(9, 27_000, false, 9);
        room.poll();
        assertThat(bob.got).hasSize(got);
        assertThat(room.drops(DropReason.DUPLICATE)).isEqualTo(1);
    }

    @Test
    void paddingLeavesNoGap() {
        Packet before = bob.got(bob.videoSsrc(0)).getLast();
        byte[] probe = alice.packet(alice.cameraSsrc(), 96, 10, 30_000, false, "cam", "", -1, new byte[100]);
        probe[0] |= 0x20;
        probe[probe.length - 1] = 100;
        alice.send(probe);
        alice.sendPicture(11, 30_000, false, 10);
        room.poll();
        Packet after = bob.got(bob.videoSsrc(0)).getLast();
        assertThat(after.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xFFFF);
        // A late packet from before the probe still has its own place.
        alice.sendPicture(14, 39_000, false, 13);
        alice.sendPicture(13, 36_000, false, 12);
        room.poll();
        assertThat(bob.got(bob.videoSsrc(0)).getLast().sequenceNumber())
                .isEqualTo((before.sequenceNumber() + 3) & 0xFFFF);
    }

    @Test
    void latePaddingFillsTheGapThatTheSubscriberWaitsFor() {
        Packet before = bob.got(bob.videoSsrc(0)).getLast();
        alice.sendPicture(11, 33_000, false, 10);
        byte[] probe = alice.packet(alice.cameraSsrc(), 96, 10, 30_000, false, "cam", "", -1, new byte[100]);
        probe[0] |= 0x20;
        probe[probe.length - 1] = 100;
        alice.send(probe);
        room.poll();
        Packet filler = bob.got(bob.videoSsrc(0)).getLast();
        assertThat(filler.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xFFFF);
        assertThat(filler.payload()).isEmpty();
    }

    @Test
    void keyFrameRequestsAreMergedLimitedAndRepeated() {
        room.pass(400);
        int start = alice.keyFrameRequests.size();
        FakePeer carol = room.joinLive("carol");
        FakePeer dave = room.joinLive("dave");
        room.pass(250);
        assertThat(alice.keyFrameRequests).as("for those who joined").hasSize(start + 1);
        assertThat(alice.keyFrameRequests.getFirst().mediaSsrc()).isEqualTo(alice.cameraSsrc());
        room.pass(100);
        assertThat(alice.keyFrameRequests).as("no key frame came").hasSize(start + 2);
        alice.sendPicture(10, 30_000, true, 10);
        room.pass(2000);
        assertThat(alice.keyFrameRequests).hasSize(start + 2);
        for (int i = 0; i < 20; i++) {
            bob.requestKeyFrame(bob.videoSsrc(0));
            carol.requestKeyFrame(carol.videoSsrc(0));
            dave.requestKeyFrame(dave.videoSsrc(0));
            room.pass(10);
        }
        assertThat(alice.keyFrameRequests).hasSize(start + 3);
        assertThat(room.keyFramesRequested).isEqualTo(start + 3);
    }

    @Test
    void onePeersBadPathCostsThePublisherFewKeyFrames() {
        int start = alice.keyFrameRequests.size();
        int seen = start;
        for (int i = 0; i < 2000; i++) {
            bob.requestKeyFrame(bob.videoSsrc(0));
            boolean asked = alice.keyFrameRequests.size() > seen;
            seen = alice.keyFrameRequests.size();
            alice.sendPicture(10 + i, 30_000 + i * 900, asked, 10 + i);
            room.pass(10);
        }
        assertThat(alice.keyFrameRequests.size() - start).isBetween(3, 7);
    }

    @Test
    void reportsTellLossAndTransportFeedbackTellsArrivals() {
        for (int i = 10; i < 210; i++) {
            if (i % 10 != 0) {
                alice.sendAudio(i, i * 960, 30);
            }
            room.pass(20);
        }
        ReportBlock block = alice.receiverReports.stream()
                .flatMap(report -> report.reports().stream())
                .filter(report -> report.ssrc() == alice.microphoneSsrc())
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(block.fractionLost()).isBetween(20, 31);
        assertThat(block.cumulativeLost()).isBetween(15, 20);
        assertThat(alice.reportedTransportNumbers).hasSizeGreaterThan(190).doesNotHaveDuplicates();
    }

    @Test
    void microphoneAndCameraStayInStepThroughSenderReports() {
        // The publisher's wall clock is years away from ours, its microphone 40 ms behind its camera on the wire.
        long ntp = 0xE000_0000_0000_0000L;
        alice.rtcp(rtcp -> rtcp.senderReport(alice.cameraSsrc(), ntp, 27_000, 1, 1));
        alice.rtcp(rtcp -> rtcp.senderReport(alice.microphoneSsrc(), ntp, 9 * 960, 1, 1));
        for (int i = 10; i < 100; i++) {
            alice.sendPicture(i, 27_000 + (i - 9) * 1800, false, i);
            alice.sendAudio(i, i * 960, 30);
            room.pass(20);
        }
        Packet picture = bob.got(bob.videoSsrc(0)).getLast();
        Packet sound = bob.got(bob.audioSsrc(0)).getLast();
        // Both were captured at the same moment, so both reports must put them at the same time.
        double pictureTime = seconds(picture, bob.videoSsrc(0), 90_000);
        double soundTime = seconds(sound, bob.audioSsrc(0), 48_000);
        assertThat(pictureTime - soundTime).isBetween(-0.002, 0.002);
    }

    private double seconds(Packet packet, int ssrc, int clockRate) {
        SenderReport report = bob.senderReports.stream()
                .filter(one -> one.ssrc() == ssrc)
                .reduce((first, second) -> second)
                .orElseThrow();
        double reported = (report.ntpTime() >>> 32) + (report.ntpTime() & 0xFFFF_FFFFL) / 0x1p32;
        return reported + (packet.timestamp() - report.rtpTimestamp()) / (double) clockRate;
    }

    @Test
    void roundTripIsMeasuredAndSetsThePaceOfRequests() {
        room.pass(1000);
        SenderReport report = bob.senderReports.getLast();
        // Everything but 20 ms of the time since then was spent at the subscriber.
        int delay = middleNtp() - (int) (report.ntpTime() >>> 16) - 20 * 65_536 / 1000;
        bob.rtcp(rtcp -> {
            rtcp.receiverReport(1);
            rtcp.reportBlock(report.ssrc(), 0, 0, 0, 0, (int) (report.ntpTime() >>> 16), delay);
        });
        Packet lost = bob.got(bob.videoSsrc(0)).get(3);
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        room.pass(30);
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        room.poll();
        assertThat(bob.got(bob.rtxSsrc(0))).hasSize(2);
    }

    private int middleNtp() {
        long seconds = Math.floorDiv(room.now, 1_000_000_000L);
        long fraction = (Math.floorMod(room.now, 1_000_000_000L) << 32) / 1_000_000_000L;
        return (int) (((seconds << 32) | fraction) >>> 16);
    }
}
