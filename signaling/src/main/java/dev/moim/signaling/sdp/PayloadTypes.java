package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What `a=rtpmap`, `a=fmtp` and `a=rtcp-fb` say of a section's payload types.
final class PayloadTypes {
    private static final int MAX_TYPE = 127;
    /// Values of one payload type; browsers have five.
    private static final int MAX_FEEDBACK = 32;
    private static final int EVERY_TYPE = -1;
    private static final int NO_RTX = -1;

    private record RtpMap(String name, int clockRate, int channels) {}

    private final Map<Integer, RtpMap> rtpMaps = new HashMap<>();
    private final Map<Integer, String> fmtps = new HashMap<>();
    private final Map<Integer, Set<String>> feedback = new HashMap<>();

    void onRtpMap(String value, int line) {
        String encoding = Grammar.behind(' ', value).strip();
        String rates = Grammar.behind('/', encoding);
        if (rates.isEmpty()) {
            throw SdpException.at(line, "a=rtpmap is a payload type, a name and a clock rate");
        }
        String channels = Grammar.behind('/', rates);
        rtpMaps.put(
                payloadType(Grammar.before(' ', value), line),
                new RtpMap(
                        Grammar.before('/', encoding).toUpperCase(Locale.ROOT),
                        Grammar.number(Grammar.before('/', rates), 1, 1_000_000, "the clock rate", line),
                        channels.isEmpty() ? 1 : Grammar.number(channels, 1, 255, "the number of channels", line)));
    }

    void onFmtp(String value, int line) {
        fmtps.put(
                payloadType(Grammar.before(' ', value), line),
                Grammar.behind(' ', value).strip());
    }

    void onFeedback(String value, int line) {
        String type = Grammar.before(' ', value);
        String said = Grammar.behind(' ', value).strip();
        Set<String> values = feedback.computeIfAbsent(
                type.equals("*") ? EVERY_TYPE : payloadType(type, line), any -> new HashSet<>());
        if (said.isEmpty() || values.size() == MAX_FEEDBACK) {
            throw SdpException.at(line, "a=rtcp-fb is a payload type and one of at most " + MAX_FEEDBACK + " values");
        }
        values.add(said);
    }

    /// The codecs of an m-line, in its order.
    List<Codec> codecs(List<String> formats, int line) {
        Map<Integer, Integer> rtx = new HashMap<>();
        var types = new LinkedHashSet<Integer>();
        for (String format : formats) {
            int type = payloadType(format, line);
            RtpMap map = rtpMaps.get(type);
            if (map != null && map.name().equals("RTX")) {
                rtx.putIfAbsent(associated(type), type);
            } else if (map != null) {
                types.add(type);
            }
        }
        var codecs = new ArrayList<Codec>();
        for (int type : types) {
            RtpMap map = rtpMaps.get(type);
            if (map != null) {
                codecs.add(new Codec(
                        map.name(),
                        type,
                        rtx.getOrDefault(type, NO_RTX),
                        map.clockRate(),
                        map.channels(),
                        fmtps.getOrDefault(type, ""),
                        feedback(type)));
            }
        }
        return codecs;
    }

    private Set<String> feedback(int type) {
        Set<String> own = feedback.getOrDefault(type, Set.of());
        Set<String> every = feedback.getOrDefault(EVERY_TYPE, Set.of());
        if (every.isEmpty()) {
            return own;
        }
        var all = new HashSet<>(own);
        all.addAll(every);
        return all;
    }

    /// The payload type that a retransmission type belongs to (RFC 4588 section 8.1), or -1 when it does not say.
    private int associated(int rtxType) {
        for (String piece : Grammar.pieces(';', fmtps.getOrDefault(rtxType, ""))) {
            String parameter = piece.strip();
            if (parameter.startsWith("apt=")) {
                long type = Grammar.unsigned(parameter.substring(4));
                return type <= MAX_TYPE ? (int) type : -1;
            }
        }
        return -1;
    }

    private static int payloadType(String digits, int line) {
        return Grammar.number(digits, 0, MAX_TYPE, "the payload type", line);
    }
}
