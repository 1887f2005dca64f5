package dev.moim.signaling.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.media.DtlsFingerprint;
import dev.moim.media.HeaderExtension;
import dev.moim.signaling.sdp.AnswerSettings;
import dev.moim.signaling.sdp.Answerer;
import dev.moim.signaling.sdp.Fingerprint;
import dev.moim.signaling.sdp.Negotiated;
import dev.moim.signaling.sdp.SessionDescription;
import dev.moim.stunturn.IceCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What we offer and how we read what comes back, with the server's own answerer between.
class OfferTest {
    private static final DtlsFingerprint FINGERPRINT = DtlsFingerprint.of(new byte[] {1});
    private static final IceCredentials ICE = new IceCredentials("abcd", "0123456789012345678901");

    private static Negotiated negotiate(Offer offer) {
        var ssrcs = new AtomicInteger(100);
        var sending = offer.tracks().stream().map(track -> track.mid()).collect(Collectors.toSet());
        return new Answerer(ssrcs::incrementAndGet, 1)
                .answer(SessionDescription.parse(offer.sdp()), sending, settings());
    }

    private static AnswerSettings settings() {
        return new AnswerSettings(
                "server",
                "9876543210987654321098",
                new Fingerprint(FINGERPRINT.algorithm(), FINGERPRINT.value()),
                List.of(
                        "1 1 udp 2130706431 192.0.2.1 3478 typ host",
                        "2 1 tcp 2130706431 192.0.2.1 3478 typ host",
                        "3 1 udp 2130706430 2001:db8::1 3478 typ host"),
                Arrays.stream(HeaderExtension.values())
                        .map(HeaderExtension::uri)
                        .collect(Collectors.toSet()),
                "moim");
    }

    @Test
    void aPublisherAgreesOnEverythingItOffers() {
        var negotiated = negotiate(new Offer(ICE, FINGERPRINT, true, 2, 3));
        assertThat(negotiated.publications().stream().map(it -> it.mid())).containsExactly("mic", "cam");
        assertThat(negotiated.videoCodecs()).singleElement().satisfies(codec -> {
            assertThat(codec.name()).isEqualTo("VP8");
            assertThat(codec.rtxPayloadType()).isEqualTo(Offer.VP8_RTX);
        });
        assertThat(negotiated.extensions().keySet())
                .isEqualTo(Set.of(
                        HeaderExtension.MID.uri(),
                        HeaderExtension.AUDIO_LEVEL.uri(),
                        HeaderExtension.TRANSPORT_CC.uri()));

        Answer answer = Answer.parse(negotiated.sdp());
        assertThat(answer.ice().ufrag()).isEqualTo("server");
        assertThat(answer.fingerprints()).containsExactly(FINGERPRINT);
        assertThat(answer.candidates())
                .containsExactly(new InetSocketAddress("192.0.2.1", 3478), new InetSocketAddress("2001:db8::1", 3478));
        assertThat(answer.preferring(InetAddress.ofLiteral("2001:db8::1")).candidates())
                .containsExactly(new InetSocketAddress("2001:db8::1", 3478), new InetSocketAddress("192.0.2.1", 3478));
        assertThat(answer.publications()).containsExactly("mic", "cam");
        assertThat(answer.slots())
                .hasSize(5)
                .contains(new Answer.Slot("a0", false, 101, 0), new Answer.Slot("v0", true, 103, 104));
    }

    @Test
    void aSubscriberPublishesNothing() {
        Answer answer =
                Answer.parse(negotiate(new Offer(ICE, FINGERPRINT, false, 1, 1)).sdp());
        assertThat(answer.publications()).isEmpty();
        assertThat(answer.slots()).hasSize(2);
    }

    @Test
    void anAnswerThatRejectsEverythingIsNone() {
        assertThatThrownBy(() -> Answer.parse("v=0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:a0\r\n"))
                .isInstanceOf(JoinException.class);
    }
}
