package dev.moim.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anyone who may join may send any text as an offer: an answer or an SdpException comes, soon, and what is echoed
/// stays in its line.
class SdpFuzzTest {
    private static final long SEED = 20261124;
    private static final int INPUTS = 100_000;
    private static final String[] PIECES = {
        "",
        " ",
        ":",
        "/",
        ";",
        ",",
        "=",
        "~",
        "*",
        "-1",
        "0",
        "96",
        "127",
        "128",
        "4294967296",
        "99999999999999999999",
        "a=",
        "m=",
        "v=0",
        "apt=",
        "a=mid:0",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\u0000",
        "\u2028",
        "é",
        "send",
        "recv",
        "a=rid:x send",
        "a=simulcast:send x;~l",
        "a=group:BUNDLE 0 1",
        "a=bundle-only",
        "a=inactive",
        "x".repeat(9_000)
    };
    private static final List<String> FILES = List.of("chromium.sdp", "firefox.sdp", "aiortc.sdp");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int answered;

    @Test
    @Timeout(120)
    void anyTextIsAnsweredOrRefused() {
        List<List<String>> offers = FILES.stream().map(SdpFuzzTest::shortened).toList();
        for (int i = 0; i < INPUTS; i++) {
            var lines = new ArrayList<>(offers.get(random.nextInt(offers.size())));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                mutate(lines);
            }
            String text = String.join("\r\n", lines) + "\r\n";
            try {
                answer(text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ":\n" + text, e);
            }
        }
        assertThat(answered).isBetween(INPUTS / 5, INPUTS - 1);
    }

    private void answer(String text) {
        Negotiated negotiated;
        SessionDescription offer;
        try {
            offer = SessionDescription.parse(text);
            negotiated = Offers.answerer().answer(offer, Offers.SENDING, Offers.SETTINGS);
        } catch (SdpException e) {
            return;
        }
        answered++;
        for (String line : negotiated.sdp().split("\r\n")) {
            if (line.length() < 3 || line.charAt(1) != '=' || line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
                throw new IllegalStateException("a broken line: " + line);
            }
        }
        SessionDescription back = SessionDescription.parse(negotiated.sdp());
        if (back.sections().size() != offer.sections().size()) {
            throw new IllegalStateException("another number of sections");
        }
        int open = 0;
        for (int i = 0; i < back.sections().size(); i++) {
            MediaSection section = back.sections().get(i);
            if (!section.mid().equals(offer.sections().get(i).mid())) {
                throw new IllegalStateException("another order of sections");
            }
            open += section.port() == 0 ? 0 : 1;
            if (section.port() != 0
                    && (!section.setup().equals("passive")
                            || !section.ufrag().orElse("").equals("srvf"))) {
                throw new IllegalStateException("the offer speaks in the answer");
            }
        }
        if (open != back.bundle().size()
                || open < negotiated.publications().size() + negotiated.slots().size()) {
            throw new IllegalStateException("the bundle has other sections than the answer");
        }
        if (negotiated.sdp().length()
                > 2 * text.length() + 1_000 * back.sections().size() + 1_000) {
            throw new IllegalStateException("an answer of " + negotiated.sdp().length() + " characters");
        }
    }

    private void mutate(List<String> lines) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int split = random.nextInt(line.length() + 1);
        String piece = PIECES[random.nextInt(PIECES.length)];
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), line);
            case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
            case 3 -> lines.set(at, line.substring(0, split));
            case 4 -> lines.set(at, line.substring(0, split) + piece + line.substring(split));
            case 5 ->
                lines.set(at, line.substring(0, split) + piece + line.substring(Math.min(line.length(), split + 3)));
            case 6 -> lines.add(at, piece);
            default -> {
                char other = (char) (random.nextInt(20) == 0 ? random.nextInt(0x2100) : 32 + random.nextInt(95));
                lines.set(at, line.substring(0, split) + other + line.substring(Math.min(line.length(), split + 1)));
            }
        }
    }

    /// The session, one sending section of each kind and one slot of each kind, with five formats each: short, so that
    /// mutations hit what matters.
    private static List<String> shortened(String file) {
        var lines = new ArrayList<String>();
        int section = -1;
        Set<Integer> wanted = file.equals("aiortc.sdp") ? Set.of(-1, 0, 1, 2, 4, 6) : Set.of(-1, 0, 1, 4, 7);
        for (String line : Offers.file(file).split("\r\n")) {
            if (line.startsWith("m=")) {
                section++;
            }
            boolean ofLaterCodec =
                    line.matches("a=(rtpmap|fmtp|rtcp-fb):(?!(111|109|96|97|120|124|102|103|118|119) ).*");
            if (wanted.contains(section) && !ofLaterCodec) {
                lines.add(line);
            }
        }
        return lines;
    }

    /// Texts that are as long as they may be and full of the same: nothing may cost more than the text is long.
    @Test
    @Timeout(30)
    void longTextsOfOneKindAreNoTrouble() {
        for (String line : List.of(
                "a=rtcp-fb:* nack",
                "a=rtcp-fb:96 x",
                "a=rtpmap:96 VP8/90000",
                "a=fmtp:97 apt=96",
                "a=extmap:3 urn:x",
                "a=fingerprint:sha-256 " + "01:".repeat(31) + "02",
                "a=candidate:1",
                "a=ssrc:1 x",
                "a=rid:a send",
                "a=simulcast:send " + "a;".repeat(4_000),
                "a=fmtp:97 " + ";".repeat(8_000),
                "a=mid:3",
                "",
                "a=group:BUNDLE " + "3 ".repeat(4_000),
                "m=audio 0 X 0",
                "m=video 0 X " + "1 ".repeat(120))) {
            var text = new StringBuilder(Offers.SMALL);
            while (text.length() + line.length() + 2 < SessionDescription.MAX_CHARACTERS) {
                text.append(line).append("\r\n");
            }
            answer(text.toString());
        }
        assertThat(answered).isPositive();
        answer("v".repeat(SessionDescription.MAX_CHARACTERS + 1));
        answer("v=0\n" + "a=" + "x".repeat(400_000));
    }

    @Test
    @Timeout(30)
    void asManySectionsAsThereMayBe() {
        var bundle = new StringBuilder();
        var sections = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            bundle.append(" s").append(i);
            sections.append(Offers.video("s" + i, "recvonly"));
        }
        answer(Offers.session(bundle.toString()) + sections);
        assertThat(answered).isOne();
        answer(Offers.session(bundle.toString()) + sections + Offers.video("one", "recvonly"));
        assertThat(answered).isOne();
    }
}
