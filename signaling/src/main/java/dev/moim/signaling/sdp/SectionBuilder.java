package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gathers the attributes of one section, or of the session level, which sections inherit.
final class SectionBuilder {
    /// What an m-line says when the port does not matter.
    private static final int DISCARD_PORT = 9;

    private static final int MAX_FORMATS = 128;
    private static final int MAX_EXTENSIONS = 64;
    private static final int MAX_RIDS = 8;
    private static final int MAX_FINGERPRINTS = 8;
    /// More than any agent sends; what is above is left out, for nothing depends on it.
    private static final int MAX_CANDIDATES = 64;
    private static final int MAX_SSRCS = 16;
    /// RFC 8866's token, shortened: what a mid or rid may be made of, and how long we take it.
    private static final String TOKEN = "[A-Za-z0-9_.+-]{1,32}";

    private String kind = "";
    private int port;
    private String protocol = "";
    private List<String> formats = List.of();
    private int line;
    private @Nullable String mid;
    private Direction direction = Direction.SENDRECV;
    private @Nullable String ufrag;
    private @Nullable String password;
    private List<Fingerprint> fingerprints = new ArrayList<>();
    private String setup = "";
    private boolean rtcpMux;
    private boolean bundleOnly;
    private final Map<String, Integer> extensions = new LinkedHashMap<>();
    private final Map<String, Boolean> sentRids = new LinkedHashMap<>();
    private final PayloadTypes payloadTypes = new PayloadTypes();
    private final Set<String> candidates = new LinkedHashSet<>();
    private final Set<Integer> ssrcs = new LinkedHashSet<>();
    private @Nullable String simulcast;

    /// @param mLine the value of `m=`
    static SectionBuilder of(String mLine, SectionBuilder session, int line) {
        String[] words = mLine.split(" ");
        if (words.length < 4) {
            throw SdpException.at(line, "m= has a kind, a port, a protocol and formats");
        }
        if (words.length - 3 > MAX_FORMATS) {
            throw SdpException.at(line, "at most " + MAX_FORMATS + " formats");
        }
        var section = new SectionBuilder();
        section.line = line;
        section.kind = words[0];
        section.port = number(words[1].split("/")[0], 0, 65_535, "the port", line);
        section.protocol = words[2];
        section.formats = List.of(words).subList(3, words.length);
        section.direction = session.direction;
        section.ufrag = session.ufrag;
        section.password = session.password;
        section.fingerprints = new ArrayList<>(session.fingerprints);
        section.setup = session.setup;
        section.extensions.putAll(session.extensions);
        return section;
    }

    void onAttribute(String name, String value, int at) {
        switch (name) {
            case "mid" -> mid = token(value, "a=mid", at);
            case "sendrecv", "sendonly", "recvonly", "inactive" ->
                direction = Direction.valueOf(name.toUpperCase(Locale.ROOT));
            case "ice-ufrag" -> ufrag = iceChars(value, 4, "a=ice-ufrag", at);
            case "ice-pwd" -> password = iceChars(value, 22, "a=ice-pwd", at);
            case "fingerprint" -> onFingerprint(value, at);
            case "setup" -> setup = value;
            case "rtcp-mux" -> rtcpMux = true;
            case "bundle-only" -> bundleOnly = true;
            case "rtpmap" -> payloadTypes.onRtpMap(value, at);
            case "fmtp" -> payloadTypes.onFmtp(value, at);
            case "rtcp-fb" -> payloadTypes.onFeedback(value, at);
            case "extmap" -> onExtension(value, at);
            case "rid" -> onRid(value, at);
            case "simulcast" -> simulcast = value;
            case "candidate" -> addUpTo(MAX_CANDIDATES, candidates, value);
            case "ssrc" -> onSsrc(value);
            default -> {
                // Everything else is for others.
            }
        }
    }

    MediaSection build() {
        boolean media = kind.equals("audio") || kind.equals("video");
        // Firefox offers all sections but the first with port 0: not rejected, only never outside of the bundle
        // (RFC 9143 section 6).
        int usedPort = port == 0 && bundleOnly ? DISCARD_PORT : port;
        if (mid == null && usedPort != 0) {
            throw SdpException.at(line, "a section has a=mid");
        }
        return new MediaSection(
                kind,
                usedPort,
                protocol,
                formats,
                mid == null ? "line-" + line : mid,
                direction,
                Optional.ofNullable(ufrag),
                Optional.ofNullable(password),
                fingerprints,
                setup,
                rtcpMux,
                media ? payloadTypes.codecs(formats, line) : List.of(),
                extensions,
                layers(),
                List.copyOf(candidates),
                List.copyOf(ssrcs));
    }

    private void onFingerprint(String value, int at) {
        String[] words = value.split(" ");
        if (words.length != 2 || !words[1].matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}")) {
            throw SdpException.at(at, "a=fingerprint is an algorithm and hexadecimal pairs");
        }
        if (fingerprints.size() == MAX_FINGERPRINTS) {
            throw SdpException.at(at, "at most " + MAX_FINGERPRINTS + " fingerprints");
        }
        fingerprints.add(new Fingerprint(words[0], words[1]));
    }

    private void onExtension(String value, int at) {
        String[] words = value.split(" ");
        if (words.length < 2) {
            throw SdpException.at(at, "a=extmap is an id and a URI");
        }
        // An id above 14 needs the two-byte form; browsers keep below, and 15 is reserved (RFC 8285 section 4.2).
        int id = number(words[0].split("/")[0], 1, 4_351, "the extension id", at);
        if (extensions.size() == MAX_EXTENSIONS) {
            throw SdpException.at(at, "at most " + MAX_EXTENSIONS + " header extensions");
        }
        if (id <= 14) {
            extensions.putIfAbsent(words[1], id);
        }
    }

    private void onSsrc(String value) {
        String digits = value.split(" ", 2)[0];
        if (digits.matches("[0-9]{1,10}")) {
            addUpTo(MAX_SSRCS, ssrcs, (int) Long.parseLong(digits));
        }
    }

    private static <T> void addUpTo(int most, Set<T> values, T value) {
        if (values.size() < most) {
            values.add(value);
        }
    }

    private void onRid(String value, int at) {
        String[] words = value.split(" ");
        if (words.length < 2) {
            throw SdpException.at(at, "a=rid is an id and a direction");
        }
        if (words[1].equals("send")) {
            if (sentRids.size() == MAX_RIDS) {
                throw SdpException.at(at, "at most " + MAX_RIDS + " layers");
            }
            sentRids.put(token(words[0], "a=rid", at), false);
        }
    }

    /// The layers in the order of `a=simulcast:send`; of alternatives for one layer the first.
    private List<Rid> layers() {
        var layers = new ArrayList<Rid>();
        if (simulcast == null) {
            return layers;
        }
        String[] words = simulcast.strip().split(" ");
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (!words[i].equals("send")) {
                continue;
            }
            for (String layer : words[i + 1].split(";")) {
                String first = layer.split(",", 2)[0];
                boolean paused = first.startsWith("~");
                String id = paused ? first.substring(1) : first;
                if (sentRids.containsKey(id)
                        && layers.stream().noneMatch(rid -> rid.id().equals(id))) {
                    layers.add(new Rid(id, paused));
                }
            }
        }
        return layers;
    }

    private static String token(String value, String what, int at) {
        if (!value.matches(TOKEN)) {
            throw SdpException.at(at, what + " has 1 to 32 letters, digits and . _ + -");
        }
        return value;
    }

    private static String iceChars(String value, int least, String what, int at) {
        if (!value.matches("[A-Za-z0-9+/]{" + least + ",256}")) {
            throw SdpException.at(at, what + " has " + least + " to 256 ice-chars");
        }
        return value;
    }

    static int number(String digits, int least, int most, String what, int at) {
        if (digits.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(digits);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw SdpException.at(at, what + " is a number from " + least + " to " + most);
    }

    /// What `a=rtpmap`, `a=fmtp` and `a=rtcp-fb` say of the payload types.
    private static final class PayloadTypes {
        private static final int MAX_FEEDBACK = 1_024;

        private record RtpMap(String name, int clockRate, int channels) {}

        private record Feedback(String payloadType, String value) {}

        private final Map<Integer, RtpMap> rtpMaps = new HashMap<>();
        private final Map<Integer, String> fmtps = new HashMap<>();
        private final List<Feedback> feedback = new ArrayList<>();

        void onRtpMap(String value, int at) {
            String[] words = value.split("[ /]");
            if (words.length < 3) {
                throw SdpException.at(at, "a=rtpmap is a payload type, a name and a clock rate");
            }
            int payloadType = number(words[0], 0, 127, "the payload type", at);
            int clockRate = number(words[2], 1, 1_000_000, "the clock rate", at);
            int channels = words.length > 3 ? number(words[3], 1, 255, "the number of channels", at) : 1;
            rtpMaps.put(payloadType, new RtpMap(words[1].toUpperCase(Locale.ROOT), clockRate, channels));
        }

        void onFmtp(String value, int at) {
            String[] words = value.split(" ", 2);
            fmtps.put(number(words[0], 0, 127, "the payload type", at), words.length > 1 ? words[1].strip() : "");
        }

        void onFeedback(String value, int at) {
            String[] words = value.split(" ", 2);
            if (words.length < 2 || feedback.size() == MAX_FEEDBACK) {
                throw SdpException.at(at, "a=rtcp-fb is a payload type and a value");
            }
            feedback.add(new Feedback(words[0], words[1].strip()));
        }

        List<Codec> codecs(List<String> formats, int line) {
            Map<Integer, Integer> rtx = new HashMap<>();
            var payloadTypes = new ArrayList<Integer>();
            for (String format : formats) {
                int payloadType = number(format, 0, 127, "the payload type", line);
                RtpMap map = rtpMaps.get(payloadType);
                if (map == null) {
                    continue;
                }
                if (map.name().equals("RTX")) {
                    associated(payloadType).ifPresent(apt -> rtx.putIfAbsent(apt, payloadType));
                } else {
                    payloadTypes.add(payloadType);
                }
            }
            return payloadTypes.stream()
                    .distinct()
                    .map(payloadType -> codec(payloadType, rtx.getOrDefault(payloadType, -1)))
                    .toList();
        }

        private Codec codec(int payloadType, int rtxPayloadType) {
            RtpMap map = rtpMaps.getOrDefault(payloadType, new RtpMap("", 1, 1));
            String own = String.valueOf(payloadType);
            Set<String> values = feedback.stream()
                    .filter(line ->
                            line.payloadType().equals("*") || line.payloadType().equals(own))
                    .map(Feedback::value)
                    .collect(java.util.stream.Collectors.toSet());
            return new Codec(
                    map.name(),
                    payloadType,
                    rtxPayloadType,
                    map.clockRate(),
                    map.channels(),
                    fmtps.getOrDefault(payloadType, ""),
                    values);
        }

        /// The payload type that a retransmission type belongs to (RFC 4588 section 8.1).
        private Optional<Integer> associated(int rtxPayloadType) {
            for (String parameter : fmtps.getOrDefault(rtxPayloadType, "").split(";")) {
                String[] pair = parameter.strip().split("=", 2);
                if (pair.length == 2 && pair[0].equals("apt") && pair[1].matches("[0-9]{1,3}")) {
                    return Optional.of(Integer.parseInt(pair[1]));
                }
            }
            return Optional.empty();
        }
    }
}
