package dev.moim.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moim.media.rtp.RtpView;
import org.junit.jupiter.api.Test;

/// Opus, and redundant audio after the figures of RFC 2198 section 3.
class AudioInspectorsTest {
    /// Two redundant blocks (payload types 111, timestamp offsets 960 and 1920, 3 and 2 bytes) and a primary one.
    private static final String THREE_BLOCKS = "ef 1e0002 ef 0f0003 6f 0a0b 0c0d0e 010203";

    private final FrameInfo info = new FrameInfo();

    @Test
    void everyAudioPacketStandsAlone() {
        assertThat(FrameInspector.of("OPUS").inspect(Packets.payload("78 00"), info))
                .isTrue();
        assertStandsAlone();
        assertThat(FrameInspector.of("RED").inspect(Packets.payload(THREE_BLOCKS), info))
                .isTrue();
        assertStandsAlone();
    }

    @Test
    void aProbeIsNoAudio() {
        // Padding only.
        RtpView probe = Packets.view("a06f000100000002000000030000 0004".replace(" ", ""));

        assertThat(FrameInspector.of("OPUS").inspect(probe, info)).isFalse();
        assertThat(FrameInspector.of("RED").inspect(probe, info)).isFalse();
    }

    @Test
    void thePrimaryBlockIsTheLast() {
        RtpView packet = Packets.payload(THREE_BLOCKS);
        int primary = RedPayload.primaryOffset(packet.buffer(), packet.payloadOffset(), packet.payloadLength());

        assertThat(primary).isEqualTo(packet.length() - 3);
        assertThat(packet.buffer()[primary]).isEqualTo((byte) 1);
        assertThat(RedPayload.primaryPayloadType(packet.buffer(), packet.payloadOffset(), packet.payloadLength()))
                .isEqualTo(111);
    }

    @Test
    void brokenBlocksHaveNoPrimary() {
        // No primary header; a header cut off; more redundancy than bytes; an empty primary; endless headers.
        for (String payload : new String[] {
            "", "ef", "ef1e0002", "ef1e0002 6f 0a0b", "ef1e0000", "6f", "ef1e03ff 6f 0a", "ef1e0000".repeat(40) + "6f01"
        }) {
            RtpView packet = Packets.payload(payload);
            assertThat(RedPayload.primaryOffset(packet.buffer(), packet.payloadOffset(), packet.payloadLength()))
                    .as(payload)
                    .isEqualTo(-1);
            assertThat(RedPayload.primaryPayloadType(packet.buffer(), packet.payloadOffset(), packet.payloadLength()))
                    .as(payload)
                    .isEqualTo(-1);
            assertThat(FrameInspector.of("RED").inspect(packet, info))
                    .as(payload)
                    .isFalse();
        }
    }

    @Test
    void otherCodecsHaveNoInspector() {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameInspector.of("H265"));
    }

    private void assertStandsAlone() {
        assertThat(info.keyFrame).isTrue();
        assertThat(info.startOfFrame).isTrue();
        assertThat(info.endOfFrame).isTrue();
        assertThat(info.interPredicted).isFalse();
    }
}
