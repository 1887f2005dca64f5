package dev.moim.media.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.CodecParameters;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaKind;
import dev.moim.media.PeerParameters;
import dev.moim.media.rtp.RtpView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// A participant may send anything: no exception, for that would end the peer or the room.
class RouterFuzzTest {
    private static final List<CodecParameters> CODECS = List.of(
            FakePeer.OPUS,
            new CodecParameters(MediaKind.AUDIO, "RED", 63, -1, 48_000, "111/111", false),
            FakePeer.VP8,
            FakePeer.H264,
            new CodecParameters(MediaKind.VIDEO, "VP9", 98, 99, 90_000, "profile-id=0", true),
            new CodecParameters(MediaKind.VIDEO, "AV1", 45, 46, 90_000, "", true));
    private static final int[] PAYLOAD_TYPES = {111, 63, 96, 97, 102, 103, 98, 99, 45, 46};

    private final FakeRoom room = new FakeRoom();

    @Property(tries = 60)
    void brokenPacketsBreakNothing(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        FakePeer alice = enter("alice");
        FakePeer bob = enter("bob");
        room.router.setEnabled(alice.camera(), true, room.now);
        room.router.setEnabled(alice.microphone(), true, room.now);
        for (int i = 0; i < 500; i++) {
            byte[] packet = random.nextInt(20) == 0 ? noise(random) : almostRight(alice, random);
            RtpView view = new RtpView();
            if (view.wrap(packet, 0, packet.length) && room.router.accepts(alice.handle(), view)) {
                room.router.onRtp(alice.handle(), view, room.now);
            }
            byte[] rtcp = noise(random);
            rtcp[0] = (byte) (0x80 | random.nextInt(32));
            rtcp[1] = (byte) (200 + random.nextInt(8));
            rtcp[2] = 0;
            rtcp[3] = (byte) (rtcp.length / 4 - 1);
            room.router.onRtcp(bob.handle(), rtcp, 0, rtcp.length / 4 * 4, room.now);
            bob.nack(random.nextBoolean() ? bob.videoSsrc(0) : bob.audioSsrc(0), random.nextInt(65_536), i);
            room.now += random.nextInt(30) * FakeRoom.MILLI;
            room.poll();
        }
        assertThat(room.forwarded).as("packets that got through").isPositive();
        room.router.leave(alice.id, room.now);
        room.poll();
        assertThat(room.slot(bob, "v0")).isEmpty();
    }

    private FakePeer enter(String name) {
        FakePeer peer = room.prepare(name, 2, 2);
        peer.codecs = CODECS;
        PeerParameters plain = peer.parameters();
        Map<HeaderExtension, Integer> extensions = new HashMap<>(plain.extensions());
        extensions.put(HeaderExtension.VIDEO_ORIENTATION, 5);
        extensions.put(HeaderExtension.DEPENDENCY_DESCRIPTOR, 6);
        RouterPeer handle = room.router.join(
                peer.id,
                new PeerParameters(
                        plain.fingerprints(), plain.codecs(), extensions, plain.publications(), plain.slots()),
                peer,
                room.now);
        peer.handle = handle;
        room.router.connected(handle, room.now);
        return peer;
    }

    private static byte[] almostRight(FakePeer sender, SplittableRandom random) {
        int payloadType = PAYLOAD_TYPES[random.nextInt(PAYLOAD_TYPES.length)];
        boolean audio = payloadType == 111 || payloadType == 63;
        byte[] payload = new byte[random.nextInt(60)];
        random.nextBytes(payload);
        if (payload.length > 5 && random.nextBoolean()) {
            // A VP8 key frame's start.
            payload[0] = (byte) 0x90;
            payload[1] = (byte) 0xC0;
            payload[5] = 0;
        }
        byte[] packet = sender.packet(
                payloadType * 10,
                payloadType,
                random.nextInt(100) + (random.nextInt(10) == 0 ? 30_000 : 0),
                random.nextInt(),
                random.nextBoolean(),
                audio ? "mic" : "cam",
                "",
                random.nextInt(128),
                payload);
        if (random.nextBoolean()) {
            int descriptor = 16 + random.nextInt(4);
            packet[descriptor] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            packet[0] |= 0x20;
            packet[packet.length - 1] = (byte) random.nextInt(70);
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length) + 1) : packet;
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[4 + random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }
}
