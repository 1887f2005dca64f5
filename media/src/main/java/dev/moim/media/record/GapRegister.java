package dev.moim.media.record;

import dev.moim.media.RecordingGap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is missing in one track. At most one gap is open. One thread.
final class GapRegister {
    /// One each ten seconds for a day; what comes after is merged into the last.
    static final int MAX_GAPS = 8_640;

    private final long startNanos;
    private final List<RecordingGap> gaps = new ArrayList<>();
    private RecordingGap.@Nullable Reason open;
    private long openNanos;
    private long omitted;

    /// @param startNanos the recording's
    GapRegister(long startNanos) {
        this.startNanos = startNanos;
    }

    /// The track is silent from here on, for this reason. A gap that is open already ends by it, unless it has the
    /// same reason or began no earlier.
    ///
    /// @return the gap that ended by it, or null
    @Nullable
    RecordingGap open(RecordingGap.Reason reason, long nanos) {
        if (open == reason || (open != null && nanos - openNanos <= 0)) {
            return null;
        }
        RecordingGap ended = close(nanos);
        open = reason;
        openNanos = nanos;
        return ended;
    }

    /// Something is there again.
    ///
    /// @return the gap that ended, or null
    @Nullable
    RecordingGap close(long nanos) {
        if (open == null) {
            return null;
        }
        var gap = new RecordingGap(open, at(openNanos), at(nanos - openNanos < 0 ? openNanos : nanos));
        open = null;
        if (gap.to().compareTo(gap.from()) <= 0) {
            return null;
        }
        if (gaps.size() < MAX_GAPS) {
            gaps.add(gap);
        } else {
            RecordingGap last = gaps.removeLast();
            gaps.add(new RecordingGap(last.reason(), last.from(), gap.to()));
            omitted++;
        }
        return gap;
    }

    List<RecordingGap> gaps() {
        return gaps;
    }

    long omitted() {
        return omitted;
    }

    private Duration at(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - startNanos));
    }
}
