package dev.moim.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What stays and what changes from one answer to the next.
class ReofferTest {
    private static final Set<String> SENDING = Set.of("0", "1");
    private static final String MORE =
            Offers.SMALL.replace("BUNDLE 0 1 2 3", "BUNDLE 0 1 2 3 4") + Offers.video("4", "recvonly");

    private final Answerer answerer = Offers.answerer();

    @Test
    void slotsKeepTheirSsrcsAndNewOnesGetTheirOwn() {
        List<Negotiated.Slot> before = answer(Offers.SMALL).slots();
        List<Negotiated.Slot> after = answer(MORE).slots();

        assertThat(after).hasSize(3).startsWith(before.toArray(Negotiated.Slot[]::new));
    }

    @Test
    void theSessionStaysAndItsVersionGrows() {
        assertThat(answer(Offers.SMALL).sdp()).contains("\r\no=- 42 1 IN IP4 127.0.0.1\r\n");
        assertThat(answer(MORE).sdp()).contains("\r\no=- 42 2 IN IP4 127.0.0.1\r\n");
    }

    @Test
    void anIceRestartChangesTheCredentialsOnly() {
        String first = answer(Offers.SMALL).sdp();
        String second = answerer.answer(
                        SessionDescription.parse(Offers.SMALL.replace("a=ice-ufrag:clnt", "a=ice-ufrag:newf")),
                        SENDING,
                        Offers.settings("srv2"))
                .sdp();

        assertThat(second.replace("a=ice-ufrag:srv2", "a=ice-ufrag:srvf").replace("42 2 IN", "42 1 IN"))
                .isEqualTo(first);
    }

    @Test
    void aRefusedOfferChangesNothing() {
        Negotiated before = answer(Offers.SMALL);
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> answer(Offers.SMALL.replace("setup:actpass", "setup:passive")));
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> answer(Offers.SMALL.replace("a=rtcp-mux\r\n", "")));
        Negotiated after = answer(Offers.SMALL);

        assertThat(after.slots()).isEqualTo(before.slots());
        assertThat(after.sdp()).contains("o=- 42 2 ");
    }

    /// Asked before new ICE credentials are made, which would end media that works.
    @Test
    void whatWouldBeRefusedIsKnownBeforehand() {
        check(Offers.SMALL);
        for (String refused : List.of(
                Offers.SMALL.replace("setup:actpass", "setup:passive"),
                Offers.SMALL.replace("a=rtcp-mux\r\n", ""),
                Offers.SMALL.replace("a=fingerprint:", "a=unknown:"))) {
            assertThatExceptionOfType(SdpException.class).isThrownBy(() -> check(refused));
        }
        assertThat(answer(Offers.SMALL).sdp()).contains("o=- 42 1 ");
    }

    private static void check(String offer) {
        Answerer.check(SessionDescription.parse(offer), SENDING, Offers.SETTINGS.extensions());
    }

    /// A mid that comes back with another kind is another stream.
    @Test
    void aSlotThatChangesItsKindGetsOtherSsrcs() {
        Negotiated.Slot before = answer(
                        Offers.session("0 2") + Offers.audio("0", "sendonly") + Offers.audio("2", "recvonly"))
                .slots()
                .getFirst();
        Negotiated.Slot after = answer(
                        Offers.session("0 2") + Offers.audio("0", "sendonly") + Offers.video("2", "recvonly"))
                .slots()
                .getFirst();

        assertThat(after.video()).isTrue();
        assertThat(after.rtxSsrc()).isNotZero();
        assertThat(after.ssrc()).isNotEqualTo(before.ssrc());
    }

    /// A client that offers new sections for ever costs no more than the sections of its last offer.
    @Test
    void slotsThatAnOfferNoLongerHasAreForgotten() {
        Negotiated.Slot before = answer(Offers.SMALL).slots().getFirst();
        answer(Offers.session("x") + Offers.audio("x", "recvonly"));
        Negotiated.Slot after = answer(Offers.SMALL).slots().getFirst();

        assertThat(after.mid()).isEqualTo(before.mid());
        assertThat(after.ssrc()).isNotEqualTo(before.ssrc());
    }

    /// A section that is inactive for one offer has the same stream when it is back.
    @Test
    void aSlotThatPausesKeepsItsSsrcs() {
        List<Negotiated.Slot> before = answer(Offers.SMALL).slots();
        answer(Offers.session("0 1 2 3")
                + Offers.audio("0", "sendonly")
                + Offers.video("1", "sendonly")
                + Offers.audio("2", "inactive")
                + Offers.video("3", "inactive"));

        assertThat(answer(Offers.SMALL).slots()).isEqualTo(before);
    }

    private Negotiated answer(String offer) {
        return answerer.answer(SessionDescription.parse(offer), SENDING, Offers.SETTINGS);
    }
}
