package dev.moim.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.Heard.Feedback;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Packets that Chromium 156 sent, taken before encryption.
class ChromiumRtcpTest {
    static List<String> packets() {
        try (InputStream in = Objects.requireNonNull(ChromiumRtcpTest.class.getResourceAsStream("chromium.hex"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void allAreRead() {
        for (String packet : packets()) {
            var heard = new Heard();
            assertThat(heard.read(packet)).as(packet).isTrue();
            assertThat(heard.packets).as(packet).isNotEmpty();
        }
    }

    /// Chromium pads feedback to the word by one to three bytes and says so in the P bit.
    @Test
    void paddedFeedbackSaysWhenPacketsCame() {
        var heard = new Heard();
        assertThat(heard.read("afcd0006fa17fa17aa32384e0001000300840e002003fe5054000003"))
                .isTrue();

        // Base 1, three packets, reference 0x840e, a run of three small deltas: fe, 50, 54 ticks of 250 us.
        assertThat(heard.packets)
                .containsExactly(new Feedback(0xFA17FA17, 0xAA32384E, 1, 0x840E, 0, List.of(254, 334, 418)));
    }

    @Test
    void reportsNameBothDirections() {
        var heard = new Heard();
        packets().forEach(heard::read);

        assertThat(heard.packets).hasAtLeastOneElementOfType(SenderReport.class);
        assertThat(heard.packets).hasAtLeastOneElementOfType(ReceiverReport.class);
        assertThat(heard.packets).hasAtLeastOneElementOfType(SourceDescription.class);
    }
}
