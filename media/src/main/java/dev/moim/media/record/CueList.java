package dev.moim.media.record;

import java.util.Arrays;

/// Where a player may begin (RFC 9559 section 5.1.5), kept in memory until the end. One thread.
final class CueList {
    /// 1 MiB. When it is full every second one goes, and from then on every second one comes.
    static final int MAX_CUES = 1 << 16;

    /// Sound can begin anywhere.
    private static final long AUDIO_INTERVAL_MILLIS = 5_000;

    private long[] millis = new long[64];
    private long[] positions = new long[64];
    private int count;
    private long intervalMillis;

    CueList(boolean audio) {
        intervalMillis = audio ? AUDIO_INTERVAL_MILLIS : 0;
    }

    /// @param position of the cluster in the segment
    void add(long atMillis, long position) {
        if (count > 0 && atMillis - millis[count - 1] < intervalMillis) {
            return;
        }
        if (count == MAX_CUES) {
            thin();
        }
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        millis[count] = atMillis;
        positions[count] = position;
        count++;
    }

    private void thin() {
        long span = millis[count - 1] - millis[0];
        count /= 2;
        for (int i = 0; i < count; i++) {
            millis[i] = millis[2 * i];
            positions[i] = positions[2 * i];
        }
        intervalMillis = Math.max(2 * intervalMillis, span / count);
    }

    byte[] bytes() {
        var out = new Ebml();
        int all = out.begin(MatroskaIds.CUES);
        for (int i = 0; i < count; i++) {
            int point = out.begin(MatroskaIds.CUE_POINT);
            out.unsigned(MatroskaIds.CUE_TIME, millis[i]);
            int place = out.begin(MatroskaIds.CUE_TRACK_POSITIONS);
            out.unsigned(MatroskaIds.CUE_TRACK, MatroskaHead.TRACK_NUMBER);
            out.unsigned(MatroskaIds.CUE_CLUSTER_POSITION, positions[i]);
            out.end(place);
            out.end(point);
        }
        out.end(all);
        return out.copy();
    }
}
