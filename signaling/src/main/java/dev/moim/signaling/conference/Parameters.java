package dev.moim.signaling.conference;

import dev.moim.media.CodecParameters;
import dev.moim.media.DtlsFingerprint;
import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaKind;
import dev.moim.media.PeerParameters;
import dev.moim.media.Publication;
import dev.moim.media.ReceiveSlot;
import dev.moim.media.SourceKind;
import dev.moim.signaling.sdp.Codec;
import dev.moim.signaling.sdp.Negotiated;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From what an answer agreed to what the media engine must know.
final class Parameters {
    private Parameters() {}

    /// @param kinds what each sending section carries, by mid
    static PeerParameters of(Negotiated negotiated, Map<String, SourceKind> kinds) {
        List<CodecParameters> codecs = new ArrayList<>();
        negotiated.audioCodecs().forEach(codec -> codecs.add(codec(codec, MediaKind.AUDIO)));
        negotiated.videoCodecs().forEach(codec -> codecs.add(codec(codec, MediaKind.VIDEO)));
        Map<HeaderExtension, Integer> extensions = new EnumMap<>(HeaderExtension.class);
        negotiated.extensions().forEach((uri, id) -> HeaderExtension.ofUri(uri)
                .ifPresent(known -> extensions.put(known, id)));
        return new PeerParameters(
                negotiated.fingerprints().stream()
                        .map(it -> new DtlsFingerprint(it.algorithm(), it.value()))
                        .toList(),
                codecs,
                extensions,
                negotiated.publications().stream()
                        .map(it -> publication(it, kinds))
                        .toList(),
                negotiated.slots().stream().map(Parameters::slot).toList());
    }

    private static CodecParameters codec(Codec codec, MediaKind media) {
        // The answer asks for NACK on audio whether or not it was offered.
        boolean nack = media == MediaKind.AUDIO || codec.feedback().contains("nack");
        return new CodecParameters(
                media,
                codec.name(),
                codec.payloadType(),
                codec.rtxPayloadType(),
                codec.clockRate(),
                codec.fmtp(),
                nack);
    }

    private static Publication publication(Negotiated.Publication publication, Map<String, SourceKind> kinds) {
        SourceKind kind = kinds.get(publication.mid());
        if (kind == null) {
            throw new IllegalArgumentException("no source for the section " + publication.mid());
        }
        return new Publication(publication.mid(), kind, publication.rids());
    }

    private static ReceiveSlot slot(Negotiated.Slot slot) {
        return new ReceiveSlot(
                slot.mid(),
                slot.video() ? MediaKind.VIDEO : MediaKind.AUDIO,
                slot.ssrc(),
                slot.rtxSsrc(),
                slot.extensions().stream()
                        .flatMap(uri -> HeaderExtension.ofUri(uri).stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
