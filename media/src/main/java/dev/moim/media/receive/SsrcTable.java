package dev.moim.media.receive;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A publisher's streams by SSRC, found without boxing. One thread.
final class SsrcTable {
    /// Four sources with three layers and their retransmissions are 20; the rest is for streams that were replaced.
    static final int MAX_STREAMS = 50;

    private final @Nullable Incoming[] streams = new Incoming[MAX_STREAMS];
    private int count;
    private int latest;

    @Nullable
    Incoming find(int ssrc) {
        if (latest < count && matches(latest, ssrc)) {
            return streams[latest];
        }
        for (int i = 0; i < count; i++) {
            if (matches(i, ssrc)) {
                latest = i;
                return streams[i];
            }
        }
        return null;
    }

    boolean isFull() {
        return count == MAX_STREAMS;
    }

    void add(Incoming stream) {
        streams[count++] = stream;
    }

    void removeIf(Predicate<Incoming> useless) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Incoming stream = streams[i];
            if (stream != null && !useless.test(stream)) {
                streams[kept++] = stream;
            }
        }
        for (int i = kept; i < count; i++) {
            streams[i] = null;
        }
        count = kept;
    }

    private boolean matches(int index, int ssrc) {
        Incoming stream = streams[index];
        return stream != null && stream.ssrc() == ssrc;
    }
}
