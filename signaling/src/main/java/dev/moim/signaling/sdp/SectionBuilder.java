package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final int MAX_FINGERPRINTS = 8;
    /// More than any agent sends; what is above is left out, for nothing depends on it.
    private static final int MAX_CANDIDATES = 64;
    private static final int MAX_SSRCS = 16;
    /// What fits the one-byte header extension, in which a mid travels (RFC 8285 section 4.2).
    private static final int MAX_MID = 16;
    /// Higher ids need the two-byte form; 15 is reserved (RFC 8285 section 4.2).
    private static final int MAX_ONE_BYTE_ID = 14;

    private static final int MAX_ID = 4_351;

    private String kind = "";
    private int port;
    private String protocol = "";
    private List<String> formats = List.of();
    private int line;
    private String mid = "";
    private Direction direction = Direction.SENDRECV;
    private @Nullable String ufrag;
    private @Nullable String password;
    private final List<Fingerprint> fingerprints = new ArrayList<>();
    private String setup = "";
    private boolean rtcpMux;
    private boolean rtcpReducedSize;
    private boolean bundleOnly;
    private final Map<String, Extension> extensions = new LinkedHashMap<>();
    private final PayloadTypes payloadTypes = new PayloadTypes();
    private final Layers layers = new Layers();
    private final Set<String> candidates = new LinkedHashSet<>();
    private final Set<Integer> ssrcs = new LinkedHashSet<>();

    /// @param mLine the value of `m=`
    static SectionBuilder of(String mLine, SectionBuilder session, int line) {
        List<String> words = Grammar.words(mLine);
        if (words.size() < 4) {
            throw SdpException.at(line, "m= has a kind, a port, a protocol and formats");
        }
        if (words.size() - 3 > MAX_FORMATS) {
            throw SdpException.at(line, "at most " + MAX_FORMATS + " formats");
        }
        var section = new SectionBuilder();
        section.line = line;
        section.kind = Grammar.token(words.getFirst(), '-', "the kind", line);
        section.port = Grammar.number(Grammar.before('/', words.get(1)), 0, 65_535, "the port", line);
        section.protocol = Grammar.token(words.get(2), '/', "the protocol", line);
        section.formats = words.subList(3, words.size());
        for (String format : section.formats) {
            Grammar.token(format, '-', "a format", line);
        }
        section.direction = session.direction;
        section.ufrag = session.ufrag;
        section.password = session.password;
        section.fingerprints.addAll(session.fingerprints);
        section.setup = session.setup;
        section.extensions.putAll(session.extensions);
        return section;
    }

    void onAttribute(String name, String value, int at) {
        switch (name) {
            case "mid" -> mid = Grammar.name(value, MAX_MID, "a=mid", at);
            case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = direction(name, at);
            case "ice-ufrag" -> ufrag = Grammar.iceChars(value, 4, "a=ice-ufrag", at);
            case "ice-pwd" -> password = Grammar.iceChars(value, 22, "a=ice-pwd", at);
            case "fingerprint" -> onFingerprint(value, at);
            case "setup" -> setup = value;
            case "rtcp-mux" -> rtcpMux = true;
            case "rtcp-rsize" -> rtcpReducedSize = true;
            case "bundle-only" -> bundleOnly = true;
            case "rtpmap" -> payloadTypes.onRtpMap(value, at);
            case "fmtp" -> payloadTypes.onFmtp(value, at);
            case "rtcp-fb" -> payloadTypes.onFeedback(value, at);
            case "extmap" -> onExtension(value, at);
            case "rid" -> layers.onRid(value, at);
            case "simulcast" -> layers.onSimulcast(value);
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
        if (mid.isEmpty() && usedPort != 0) {
            throw SdpException.at(line, "a section has a=mid");
        }
        return new MediaSection(
                kind,
                usedPort,
                protocol,
                formats,
                mid,
                direction,
                Optional.ofNullable(ufrag),
                Optional.ofNullable(password),
                fingerprints,
                setup,
                rtcpMux,
                rtcpReducedSize,
                media ? payloadTypes.codecs(formats, line) : List.of(),
                List.copyOf(extensions.values()),
                layers.layers(),
                List.copyOf(candidates),
                List.copyOf(ssrcs));
    }

    private void onFingerprint(String value, int at) {
        List<String> words = Grammar.words(value);
        if (words.size() != 2 || !Grammar.isHash(words.get(1))) {
            throw SdpException.at(at, "a=fingerprint is an algorithm and hexadecimal pairs");
        }
        if (fingerprints.size() == MAX_FINGERPRINTS) {
            throw SdpException.at(at, "at most " + MAX_FINGERPRINTS + " fingerprints");
        }
        fingerprints.add(new Fingerprint(words.getFirst(), words.get(1)));
    }

    private void onExtension(String value, int at) {
        List<String> words = Grammar.words(value);
        if (words.size() < 2) {
            throw SdpException.at(at, "a=extmap is an id and a URI");
        }
        String used = Grammar.behind('/', words.getFirst());
        int id = Grammar.number(Grammar.before('/', words.getFirst()), 1, MAX_ID, "the extension id", at);
        if (extensions.size() == MAX_EXTENSIONS) {
            throw SdpException.at(at, "at most " + MAX_EXTENSIONS + " header extensions");
        }
        if (id <= MAX_ONE_BYTE_ID) {
            String uri = words.get(1);
            extensions.putIfAbsent(
                    uri, new Extension(uri, id, used.isEmpty() ? Direction.SENDRECV : direction(used, at)));
        }
    }

    private void onSsrc(String value) {
        long ssrc = Grammar.unsigned(Grammar.before(' ', value));
        if (ssrc >= 0) {
            addUpTo(MAX_SSRCS, ssrcs, (int) ssrc);
        }
    }

    private static Direction direction(String name, int at) {
        return switch (name) {
            case "sendrecv" -> Direction.SENDRECV;
            case "sendonly" -> Direction.SENDONLY;
            case "recvonly" -> Direction.RECVONLY;
            case "inactive" -> Direction.INACTIVE;
            default -> throw SdpException.at(at, "a direction is sendrecv, sendonly, recvonly or inactive");
        };
    }

    private static <T> void addUpTo(int most, Set<T> values, T value) {
        if (values.size() < most) {
            values.add(value);
        }
    }
}
