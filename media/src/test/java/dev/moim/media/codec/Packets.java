package dev.moim.media.codec;

import dev.moim.media.rtp.RtpView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// RTP packets as fixtures: those of Chromium 156 taken before encryption and cut after the payload's first bytes,
/// those of ffmpeg 5.1 whole.
final class Packets {
    /// Twelve bytes of header: marker, payload type 96, sequence number 1, timestamp 2, SSRC 3.
    static final String HEADER = "80e0000100000002 00000003";

    private Packets() {}

    static List<RtpView> of(String file) {
        return hex(file).stream().map(Packets::view).toList();
    }

    static List<String> hex(String file) {
        try (InputStream in = Objects.requireNonNull(Packets.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A packet without marker; the payload is in hexadecimal.
    static RtpView payload(String hex) {
        return view("8060" + HEADER.substring(4) + hex);
    }

    static RtpView marked(String hex) {
        return view(HEADER + hex);
    }

    static RtpView view(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        var view = new RtpView();
        if (!view.wrap(packet, 0, packet.length) || !view.stripPadding()) {
            throw new IllegalArgumentException("not RTP: " + hex);
        }
        return view;
    }
}
