package dev.moim.media.receive;

import dev.moim.media.CodecParameters;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.track.ExtensionIds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the publication and layer of an SSRC's first packet: by the mid and rid extensions (RFC 9143 section 9.2, RFC
/// 8852), for a peer that sends none by the only publication that fits. Immutable.
final class StreamBinder {
    /// A stream takes another's place only when that has been silent for so long, so that two SSRCs with one mid do
    /// not throw each other out packet by packet.
    static final long REPLACE_AFTER_NANOS = 200_000_000;

    private final ExtensionIds extensions;
    private final PayloadTypes types;
    private final Layer[] layers;
    private final List<Source> sources;

    /// A place for a stream.
    record Layer(Source source, int index) {}

    StreamBinder(ExtensionIds extensions, PayloadTypes types, List<Source> sources) {
        this.extensions = extensions;
        this.types = types;
        this.sources = sources;
        layers = sources.stream()
                .flatMap(source -> IntStream.range(0, source.layerCount()).mapToObj(index -> new Layer(source, index)))
                .toArray(Layer[]::new);
    }

    /// Does not allocate, for it is asked for packets that nobody has authenticated.
    ///
    /// @return null when the packet belongs nowhere
    @Nullable
    Layer layerOf(RtpView packet) {
        int repaired = types.repaired(packet.payloadType());
        CodecParameters codec = types.codec(repaired >= 0 ? repaired : packet.payloadType());
        if (codec == null) {
            return null;
        }
        Source source = sourceOf(packet, codec);
        if (source == null || source.id().kind().media() != codec.media()) {
            return null;
        }
        if (!source.isSimulcast() && source.publication().rids().isEmpty()) {
            return find(source, 0);
        }
        int id = repaired >= 0 ? extensions.repairedRid() : extensions.rid();
        int rid = ExtensionIds.find(packet, id, 1);
        if (rid < 0) {
            return null;
        }
        int index = source.layerOf(packet.buffer(), rid, packet.extensionDataLength(id));
        return index < 0 ? null : find(source, index);
    }

    private @Nullable Source sourceOf(RtpView packet, CodecParameters codec) {
        int mid = ExtensionIds.find(packet, extensions.mid(), 1);
        if (mid >= 0) {
            int end = mid + packet.extensionDataLength(extensions.mid());
            for (int i = 0; i < sources.size(); i++) {
                byte[] name = sources.get(i).mid();
                if (Arrays.equals(name, 0, name.length, packet.buffer(), mid, end)) {
                    return sources.get(i);
                }
            }
            return null;
        }
        Source only = null;
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            if (source.id().kind().media() == codec.media()) {
                if (only != null) {
                    return null;
                }
                only = source;
            }
        }
        return only;
    }

    private @Nullable Layer find(Source source, int index) {
        for (Layer layer : layers) {
            if (layer.source() == source && layer.index() == index) {
                return layer;
            }
        }
        return null;
    }
}
