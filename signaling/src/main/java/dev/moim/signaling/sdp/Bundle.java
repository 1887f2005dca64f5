package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must mean the same in all sections that share one transport (RFC 9143 sections 9.1 and 9.2): payload types and
/// ids of header extensions.
final class Bundle {
    static final String RID_URI = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    private static final String REPAIRED_RID_URI = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    /// Extensions that only a sender of layers needs.
    private static final Set<String> LAYER_EXTENSIONS = Set.of(RID_URI, REPAIRED_RID_URI);

    /// @param associated the payload type whose retransmissions it carries, or -1
    private record Meaning(String name, int clockRate, int associated) {
        /// Not equals(): what the JDK makes of it costs a cold server 10 ms in the first answer.
        boolean isSame(Meaning other) {
            return name.equals(other.name) && clockRate == other.clockRate && associated == other.associated;
        }
    }

    private static final String DEPENDENCY_DESCRIPTOR_URI =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    private final Set<String> understood;
    private final Map<Integer, Meaning> payloadTypes = new HashMap<>();
    private final Map<String, Integer> idsByUri = new LinkedHashMap<>();
    private final Map<Integer, String> urisById = new HashMap<>();

    /// @param understood URIs of header extensions
    Bundle(Set<String> understood) {
        this.understood = understood;
    }

    /// @throws SdpException when another section uses one of the payload types for something else
    void claim(List<Codec> codecs) {
        for (Codec codec : codecs) {
            claim(codec.payloadType(), new Meaning(codec.name(), codec.clockRate(), -1));
            if (codec.rtxPayloadType() >= 0) {
                claim(codec.rtxPayloadType(), new Meaning("RTX", codec.clockRate(), codec.payloadType()));
            }
        }
    }

    private void claim(int payloadType, Meaning meaning) {
        Meaning before = payloadTypes.putIfAbsent(payloadType, meaning);
        if (before != null && !before.isSame(meaning)) {
            throw new SdpException("payload type " + payloadType + " means two codecs in one bundle");
        }
    }

    /// The extensions of a section that are understood and of use there.
    ///
    /// @param codecs the agreed ones; a browser sends the first of them
    /// @throws SdpException when another section uses an id for something else
    List<Extension> extensions(MediaSection section, AcceptedSection.Use use, List<Codec> codecs) {
        var agreed = new ArrayList<Extension>();
        for (Extension extension : section.extensions()) {
            boolean flows = use == AcceptedSection.Use.SLOT
                    ? extension.direction().receives() && !LAYER_EXTENSIONS.contains(extension.uri())
                    : extension.direction().sends();
            if (flows && understood.contains(extension.uri()) && isOfUse(extension, use, codecs)) {
                claim(extension);
                agreed.add(extension);
            }
        }
        return agreed;
    }

    /// The dependency descriptor is for AV1: where it is agreed, Chromium leaves the picture ids out of VP8, and
    /// without them nobody can leave out layers.
    private static boolean isOfUse(Extension extension, AcceptedSection.Use use, List<Codec> codecs) {
        if (!extension.uri().equals(DEPENDENCY_DESCRIPTOR_URI)) {
            return true;
        }
        return use == AcceptedSection.Use.SLOT
                ? codecs.stream().anyMatch(codec -> codec.name().equals("AV1"))
                : codecs.getFirst().name().equals("AV1");
    }

    private void claim(Extension extension) {
        Integer id = idsByUri.putIfAbsent(extension.uri(), extension.id());
        String uri = urisById.putIfAbsent(extension.id(), extension.uri());
        if ((id != null && id != extension.id()) || (uri != null && !uri.equals(extension.uri()))) {
            throw new SdpException(
                    "the header extension " + extension.uri() + " has two ids in one bundle, or shares one");
        }
    }

    /// All agreed header extensions and their ids.
    Map<String, Integer> extensions() {
        return Collections.unmodifiableMap(idsByUri);
    }
}
