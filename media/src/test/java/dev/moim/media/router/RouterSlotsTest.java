package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.DropReason;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaEvent;
import dev.moim.media.MediaKind;
import dev.moim.media.Publication;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterSlotsTest {
    private final FakeRoom room = new FakeRoom();
    private int number;

    private void talk(FakePeer... peers) {
        number++;
        for (var peer : peers) {
            peer.sendPicture(number, number * 3000, number % 5 == 0, number);
            peer.sendAudio(number, number * 960, 30);
        }
        room.pass(20);
    }

    private void talkFor(int rounds, FakePeer... peers) {
        for (int i = 0; i < rounds; i++) {
            talk(peers);
        }
    }

    @Test
    void threeParticipantsComeAndGoWithoutTouchingOthersStreams() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        talkFor(20, alice, bob);
        assertThat(room.slot(bob, "v0")).contains(alice.camera());
        assertThat(room.slot(bob, "a0")).contains(alice.microphone());
        int ssrc = bob.videoSsrc(0);

        FakePeer carol = room.joinLive("carol");
        talkFor(20, alice, bob, carol);
        assertThat(room.slot(bob, "v0")).contains(alice.camera());
        assertThat(room.slot(bob, "v1")).contains(carol.camera());
        assertThat(room.slot(carol, "v0")).contains(alice.camera());
        assertThat(room.slot(carol, "v1")).contains(bob.camera());
        assertThat(bob.got(ssrc)).hasSizeGreaterThan(35);
        assertThat(alice.got(bob.videoSsrc(0))).isEmpty();

        room.router.leave(alice.id, room.now);
        assertThat(room.slot(bob, "v0")).isEmpty();
        assertThat(room.slot(bob, "a0")).isEmpty();
        assertThat(room.slot(bob, "v1")).contains(carol.camera());
        int before = bob.got(bob.videoSsrc(1)).size();
        int left = alice.got.size();
        talkFor(10, bob, carol);
        assertThat(bob.got(bob.videoSsrc(1))).hasSize(before + 10);
        assertThat(alice.got).hasSize(left);
        assertContinuous(bob.got(bob.videoSsrc(1)));
    }

    @Test
    void cameraOffEmptiesTheSlotAtOnceAndOnAsksForAKeyFrame() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        talkFor(10, alice);
        room.router.setEnabled(alice.camera(), false, room.now);
        assertThat(room.slot(bob, "v0")).isEmpty();
        int shown = bob.got(bob.videoSsrc(0)).size();
        int requests = alice.keyFrameRequests.size();
        room.pass(1000);
        // What trickles on from a camera that was switched off is for nobody.
        alice.sendPicture(500, 500 * 3000, true, 500);
        room.pass(10);
        assertThat(bob.got(bob.videoSsrc(0))).hasSize(shown);
        bob.requestKeyFrame(bob.videoSsrc(0));
        room.pass(1000);
        assertThat(alice.keyFrameRequests).as("idle slots ask nobody").hasSize(requests);

        room.router.setEnabled(alice.camera(), true, room.now);
        room.pass(10);
        assertThat(alice.keyFrameRequests).hasSize(requests + 1);
        assertThat(room.slot(bob, "v0"))
                .as("told at once, so that the page is ready for the picture")
                .contains(alice.camera());
        alice.sendPicture(501, 600 * 3000, true, 501);
        room.pass(10);
        assertThat(room.slot(bob, "v0")).contains(alice.camera());
        assertContinuous(bob.got(bob.videoSsrc(0)));
    }

    @Test
    void sourceThatNeverFlowedOrIsDisabledGetsNoSlot() {
        FakePeer alice = room.join("alice");
        FakePeer bob = room.joinLive("bob");
        FakePeer silent = room.joinLive("silent");
        talkFor(5, alice, bob);
        assertThat(room.slot(bob, "v0")).isEmpty();
        assertThat(room.slot(silent, "v0")).contains(bob.camera());
        assertThat(room.slot(alice, "v0")).contains(bob.camera());
        assertThat(room.slots(alice).stream().flatMap(slot -> slot.source().stream()))
                .noneMatch(source ->
                        source.peer().equals(silent.id) || source.peer().equals(alice.id));
    }

    @Test
    void wishesDecideWhoIsSeen() {
        List<FakePeer> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(room.joinLive("p" + i));
        }
        FakePeer viewer = room.join("viewer", 3, 2);
        FakePeer[] peers = all.toArray(FakePeer[]::new);
        for (int i = 0; i < 10; i++) {
            talk(peers);
        }
        assertThat(room.slot(viewer, "v0")).isPresent();
        assertThat(room.slot(viewer, "v1")).isPresent();

        room.router.setWishes(
                viewer.id,
                List.of(
                        new Wish(all.get(4).camera(), 180),
                        new Wish(all.get(3).camera(), 0),
                        new Wish(all.get(5).camera(), 90)),
                room.now);
        for (int i = 0; i < 10; i++) {
            talk(peers);
        }
        assertThat(room.slots(viewer).stream()
                        .filter(slot -> slot.mid().startsWith("v"))
                        .flatMap(slot -> slot.source().stream()))
                .containsExactlyInAnyOrder(all.get(4).camera(), all.get(5).camera());
    }

    @Test
    void inALargeRoomTheLoudestAreHeardAndTheSpeakerIsNamed() {
        List<FakePeer> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(room.joinLive("p" + i));
        }
        FakePeer viewer = room.join("viewer", 2, 0);
        for (int i = 0; i < 100; i++) {
            for (var peer : all) {
                peer.sendAudio(i, i * 960, peer == all.get(5) ? 25 : 80);
            }
            room.pass(20);
        }
        assertThat(room.slots(viewer).stream().flatMap(slot -> slot.source().stream()))
                .contains(all.get(5).microphone());
        assertThat(room.events).contains(new MediaEvent.SpeakerChanged(Optional.of(all.get(5).id)));

        long said = room.events.size();
        for (int i = 100; i < 200; i++) {
            for (var peer : all) {
                peer.sendAudio(i, i * 960, peer == all.get(5) ? 25 : 78 + i % 5);
            }
            room.pass(20);
        }
        assertThat(room.events).as("noise changes nothing").hasSize((int) said);

        room.router.leave(all.get(5).id, room.now);
        assertThat(room.events).contains(new MediaEvent.SpeakerChanged(Optional.empty()));
    }

    @Test
    void changedParametersKeepTheStreamsOfMidsThatStay() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        talkFor(10, alice, bob);
        bob.slots.add(
                new ReceiveSlot("v9", MediaKind.VIDEO, 0x6000_0001, 0x6000_0002, EnumSet.allOf(HeaderExtension.class)));
        alice.publications = List.of(
                alice.publications.get(0),
                alice.publications.get(1),
                new Publication("screen", SourceKind.SCREEN, List.of()));
        bob.handle = room.router.join(bob.id, bob.parameters(), bob, room.now);
        alice.handle = room.router.join(alice.id, alice.parameters(), alice, room.now);
        talkFor(10, alice, bob);
        assertContinuous(bob.got(bob.videoSsrc(0)));
        assertThat(bob.got(bob.videoSsrc(0))).hasSizeGreaterThanOrEqualTo(15);
        assertThat(room.slots(bob)).extracting(slot -> slot.mid()).contains("v9");

        SourceId screen = new SourceId(alice.id, SourceKind.SCREEN);
        room.router.setEnabled(screen, true, room.now);
        byte[] key = {(byte) 0x90, (byte) 0xC0, (byte) 0x80, 1, 1, 0, 0, 0};
        alice.send(alice.packet(0x5555, 96, 1, 0, true, "screen", "", -1, key));
        room.pass(10);
        assertThat(room.slots(bob).stream().flatMap(slot -> slot.source().stream()))
                .contains(screen);
    }

    /// The answer promises the same SSRCs again, and the key is the same: a number used twice would be a two-time pad.
    @Test
    void slotThatPausedAndCameBackGoesOnCounting() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        talkFor(20, alice, bob);
        FakePeer.Packet lost = bob.got(bob.videoSsrc(0)).getLast();
        bob.nack(bob.videoSsrc(0), lost.sequenceNumber());
        room.pass(20);
        FakePeer.Packet repair = bob.got(bob.rtxSsrc(0)).getLast();
        FakePeer.Packet sound = bob.got(bob.audioSsrc(0)).getLast();
        List<ReceiveSlot> all = bob.slots;

        bob.slots = List.of();
        room.router.join(bob.id, bob.parameters(), bob, room.now);
        talkFor(20, alice, bob);
        assertThat(bob.got(bob.videoSsrc(0)).getLast()).isEqualTo(lost);
        bob.slots = all;
        room.router.join(bob.id, bob.parameters(), bob, room.now);
        talkFor(20, alice, bob);

        List<FakePeer.Packet> pictures = bob.got(bob.videoSsrc(0));
        FakePeer.Packet first = pictures.get(pictures.indexOf(lost) + 1);
        assertThat(first.sequenceNumber()).isEqualTo((lost.sequenceNumber() + 1) & 0xFFFF);
        assertThat(first.timestamp() - lost.timestamp()).isPositive();
        List<FakePeer.Packet> sounds = bob.got(bob.audioSsrc(0));
        assertThat(sounds.get(sounds.indexOf(sound) + 1).sequenceNumber())
                .isEqualTo((sound.sequenceNumber() + 1) & 0xFFFF);
        bob.nack(bob.videoSsrc(0), first.sequenceNumber());
        room.pass(20);
        assertThat(bob.got(bob.rtxSsrc(0)).getLast().sequenceNumber())
                .isEqualTo((repair.sequenceNumber() + 1) & 0xFFFF);
    }

    @Test
    void nothingIsSentBeforeTheKeysAreThere() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.prepare("bob", 1, 1);
        talkFor(5, alice);
        bob.handle = room.router.join(bob.id, bob.parameters(), bob, room.now);
        talkFor(5, alice);
        assertThat(bob.got).isEmpty();
        assertThat(room.slot(bob, "v0"))
                .as("foreseen, so that the page is ready for the picture")
                .contains(alice.camera());
        room.router.connected(bob.handle(), room.now);
        talkFor(6, alice);
        assertThat(bob.got).isNotEmpty();
    }

    @Test
    void floodOfStreamsIsBounded() {
        FakePeer alice = room.joinLive("alice");
        FakePeer bob = room.joinLive("bob");
        talkFor(5, alice);
        byte[] payload = new byte[100];
        for (int i = 0; i < 10_000; i++) {
            alice.send(alice.packet(0x20_0000 + i, 111, i, i * 960, false, "mic", "", 30, payload));
            alice.send(alice.packet(0x30_0000 + i, 97, i, i * 960, false, "cam", "", -1, payload));
            alice.send(alice.packet(0x40_0000 + i, 96, i, i * 960, false, "other", "", -1, payload));
        }
        room.pass(10);
        assertThat(room.drops(DropReason.UNKNOWN_STREAM)).isGreaterThanOrEqualTo(20_000);
        int before = bob.got(bob.audioSsrc(0)).size();
        talkFor(5, alice);
        assertThat(bob.got(bob.audioSsrc(0))).hasSize(before + 5);
    }

    @Test
    void unknownPayloadTypeIsRefusedBeforeDecryption() {
        FakePeer alice = room.joinLive("alice");
        alice.send(alice.packet(1, 45, 1, 1, false, "mic", "", -1, new byte[10]));
        assertThat(room.drops(DropReason.UNKNOWN_PAYLOAD_TYPE)).isEqualTo(1);
    }

    private static void assertContinuous(List<FakePeer.Packet> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequenceNumber())
                    .isEqualTo((packets.get(i - 1).sequenceNumber() + 1) & 0xFFFF);
            assertThat(packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                    .isPositive();
        }
    }
}
