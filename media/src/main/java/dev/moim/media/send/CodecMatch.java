package dev.moim.media.send;

import dev.moim.media.CodecParameters;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a subscriber can decode what a publisher sends, as payload types and parameters say.
public final class CodecMatch {
    private CodecMatch() {}

    /// The subscriber's codec for the publisher's, or null when it has none. RED whose blocks would carry foreign
    /// payload types becomes OPUS.
    public static @Nullable CodecParameters find(CodecParameters source, List<CodecParameters> offered) {
        for (var codec : offered) {
            if (isSame(source, codec)) {
                return codec;
            }
        }
        if (source.name().equals("RED")) {
            for (var codec : offered) {
                if (codec.name().equals("OPUS")) {
                    return codec;
                }
            }
        }
        return null;
    }

    private static boolean isSame(CodecParameters a, CodecParameters b) {
        if (!a.name().equals(b.name()) || a.clockRate() != b.clockRate()) {
            return false;
        }
        return switch (a.name()) {
            // RFC 6184 section 8.2.2: the level may differ, profile and packetization mode may not.
            case "H264" ->
                parameter(a, "packetization-mode", "0").equals(parameter(b, "packetization-mode", "0"))
                        && h264Profile(a).equals(h264Profile(b));
            case "VP9" -> parameter(a, "profile-id", "0").equals(parameter(b, "profile-id", "0"));
            case "AV1" -> parameter(a, "profile", "0").equals(parameter(b, "profile", "0"));
            // The block headers name payload types of the publisher (RFC 2198 section 3).
            case "RED" -> a.fmtp().equals(b.fmtp());
            default -> true;
        };
    }

    /// Profile_idc and the constraint flags; 42 with the second flag is constrained baseline however it is written
    /// (RFC 6184 section 8.1, table 5).
    private static String h264Profile(CodecParameters codec) {
        String id = parameter(codec, "profile-level-id", "42000a").toLowerCase(Locale.ROOT);
        if (!id.matches("[0-9a-f]{6}")) {
            return id;
        }
        int flags = Integer.parseInt(id.substring(2, 4), 16);
        boolean constrained = (flags & 0x40) != 0;
        return id.startsWith("42") && constrained ? "constrained-baseline" : id.substring(0, 4);
    }

    private static String parameter(CodecParameters codec, String name, String absent) {
        for (String part : codec.fmtp().split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).trim().equalsIgnoreCase(name)) {
                return part.substring(equals + 1).trim();
            }
        }
        return absent;
    }
}
