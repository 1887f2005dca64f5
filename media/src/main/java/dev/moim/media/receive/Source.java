package dev.moim.media.receive;

import dev.moim.media.Publication;
import dev.moim.media.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one publication of a peer brings: a single stream, or the layers of a simulcast. One thread.
public final class Source {
    /// A layer that brought nothing for so long is not live: the publisher's encoder switched it off.
    static final long LAYER_IDLE_NANOS = 500_000_000;

    private final SourceId id;
    private final Publication publication;
    private final byte[] mid;
    private final byte[][] rids;
    private final @Nullable UpTrack[] layers;

    /// Whether its publisher was told that there is no room for it.
    private boolean refused;

    Source(SourceId id, Publication publication) {
        this.id = id;
        this.publication = publication;
        mid = publication.mid().getBytes(StandardCharsets.UTF_8);
        List<String> names = publication.rids();
        rids = new byte[names.size()][];
        for (int i = 0; i < rids.length; i++) {
            rids[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
        }
        layers = new UpTrack[Math.max(1, rids.length)];
    }

    public SourceId id() {
        return id;
    }

    /// The last layer in the order of the offer that is live, for clients offer the smallest first; without a live one
    /// the latest that was. Null before the first packet.
    public @Nullable UpTrack best(long nowNanos) {
        UpTrack best = null;
        for (var layer : layers) {
            if (layer == null) {
                continue;
            }
            boolean live = nowNanos - layer.lastPacketNanos() < LAYER_IDLE_NANOS;
            if (best == null || live || layer.lastPacketNanos() - best.lastPacketNanos() > LAYER_IDLE_NANOS) {
                best = layer;
            }
        }
        return best;
    }

    /// The first live layer, whose key frame is the smallest and so the first to be here; without a live one as
    /// [#best]. Null before the first packet.
    public @Nullable UpTrack quickest(long nowNanos) {
        for (var layer : layers) {
            if (layer != null && nowNanos - layer.lastPacketNanos() < LAYER_IDLE_NANOS) {
                return layer;
            }
        }
        return best(nowNanos);
    }

    public boolean isSimulcast() {
        return layers.length > 1;
    }

    Publication publication() {
        return publication;
    }

    byte[] mid() {
        return mid;
    }

    int layerCount() {
        return layers.length;
    }

    @Nullable
    UpTrack layer(int index) {
        return layers[index];
    }

    void setLayer(int index, UpTrack track) {
        layers[index] = track;
        refused = false;
    }

    void clearLayer(int index) {
        layers[index] = null;
    }

    /// There is no room for a layer.
    ///
    /// @return whether that is news: a camera with some of its layers works
    boolean refuse() {
        if (refused) {
            return false;
        }
        for (var layer : layers) {
            if (layer != null) {
                return false;
            }
        }
        refused = true;
        return true;
    }

    /// What all its streams may take.
    int bufferBytes() {
        int bytes = 0;
        for (var layer : layers) {
            bytes += layer == null ? 0 : layer.bufferBytes();
        }
        return bytes;
    }

    /// The layer with a restriction id.
    ///
    /// @return -1 when there is none
    int layerOf(byte[] buffer, int offset, int length) {
        for (int i = 0; i < rids.length; i++) {
            if (Arrays.equals(rids[i], 0, rids[i].length, buffer, offset, offset + length)) {
                return i;
            }
        }
        return -1;
    }
}
