package dev.moim.media.receive;

import dev.moim.media.CodecParameters;
import dev.moim.media.codec.FrameInspector;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A publisher's payload types. Immutable.
final class PayloadTypes {
    private static final Set<String> KNOWN = Set.of("VP8", "VP9", "H264", "AV1", "OPUS", "RED");

    private final @Nullable CodecParameters[] codecs = new CodecParameters[128];
    private final @Nullable FrameInspector[] inspectors = new FrameInspector[128];
    private final int[] repairs = new int[128];

    /// Codecs that the engine does not know are left out: their packets are dropped.
    PayloadTypes(List<CodecParameters> agreed) {
        Arrays.fill(repairs, -1);
        for (var codec : agreed) {
            if (KNOWN.contains(codec.name())) {
                codecs[codec.payloadType()] = codec;
                inspectors[codec.payloadType()] = FrameInspector.of(codec.name());
                if (codec.rtxPayloadType() >= 0) {
                    repairs[codec.rtxPayloadType()] = codec.payloadType();
                }
            }
        }
    }

    @Nullable
    CodecParameters codec(int payloadType) {
        return codecs[payloadType];
    }

    @Nullable
    FrameInspector inspector(int payloadType) {
        return inspectors[payloadType];
    }

    /// The payload type whose packets this one carries again (RFC 4588), or -1 when it is no retransmission.
    int repaired(int payloadType) {
        return repairs[payloadType];
    }

    boolean isKnown(int payloadType) {
        return codecs[payloadType] != null || repairs[payloadType] >= 0;
    }
}
