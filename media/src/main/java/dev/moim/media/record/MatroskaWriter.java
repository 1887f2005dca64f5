package dev.moim.media.record;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes one track into a Matroska file that can be read wherever it is cut: the head announces no end, and every
/// cluster is whole when it is written. [#finish] adds an index and fills in what only the end knows. One thread.
final class MatroskaWriter {
    /// What a killed process loses of what it had; twice a second is cheap.
    static final long CLUSTER_MILLIS = 500;

    /// Some seconds of very good video: bounds what is kept until the cluster is written.
    static final int MAX_CLUSTER_BYTES = 2 << 20;

    private static final int BLOCK_HEADER_BYTES = 4;
    private static final int KEY = 0x80;

    private final MatroskaOutput output;
    private final MatroskaHead head;
    private final CueList cues;
    private final boolean audio;
    private final Ebml cluster = new Ebml();
    private byte @Nullable [] setup;
    private boolean begun;
    private long position;
    private int openCluster = -1;
    private long clusterMillis;
    private long lastMillis = -1;
    private boolean clusterHasKey;

    MatroskaWriter(TrackSetup track, Instant start, MatroskaOutput output) {
        this.output = output;
        head = new MatroskaHead(track, start);
        audio = track.codec().isAudio();
        setup = track.codecPrivate();
        cues = new CueList(audio);
    }

    /// Adds a frame to the open cluster, and writes the one before it if that is full.
    ///
    /// @param wanted milliseconds since the file's start, not less than that of the frame before
    /// @param newSetup the codec's setup as of this key picture; null for codecs without it
    void write(long wanted, Frame frame, byte @Nullable [] newSetup) throws IOException {
        // A hurried camera takes two pictures within a tick, and players expect each later than the one before.
        long millis = Math.max(wanted, lastMillis + 1);
        lastMillis = millis;
        boolean full = isOpen()
                && (millis - clusterMillis >= CLUSTER_MILLIS
                        || cluster.length() + frame.length > MAX_CLUSTER_BYTES
                        || (frame.key && !audio));
        if (full) {
            flush();
        }
        if (!isOpen()) {
            openCluster = cluster.begin(MatroskaIds.CLUSTER);
            cluster.unsigned(MatroskaIds.TIMESTAMP, millis);
            clusterMillis = millis;
            clusterHasKey = frame.key;
        }
        if (newSetup != null && !Arrays.equals(newSetup, setup)) {
            setup = newSetup;
            int group = cluster.begin(MatroskaIds.BLOCK_GROUP);
            block(MatroskaIds.BLOCK, millis, 0, frame);
            cluster.binary(MatroskaIds.CODEC_STATE, newSetup, 0, newSetup.length);
            cluster.end(group);
        } else {
            block(MatroskaIds.SIMPLE_BLOCK, millis, frame.key ? KEY : 0, frame);
        }
    }

    private void block(int id, long millis, int flags, Frame frame) {
        cluster.id(id);
        cluster.size(BLOCK_HEADER_BYTES + (long) frame.length);
        cluster.size(MatroskaHead.TRACK_NUMBER);
        cluster.number(millis - clusterMillis, 2);
        cluster.number(flags, 1);
        cluster.append(frame.bytes, frame.offset, frame.length);
    }

    /// Whether something waits for [#flush].
    boolean isOpen() {
        return openCluster >= 0;
    }

    /// Writes the open cluster, with the head before the first.
    void flush() throws IOException {
        if (!isOpen()) {
            return;
        }
        cluster.end(openCluster);
        openCluster = -1;
        long start = position;
        int headBytes = 0;
        byte[] bytes = cluster.bytes();
        int length = cluster.length();
        if (!begun) {
            byte[] headOnly = head.bytes();
            headBytes = headOnly.length;
            var both = new Ebml();
            both.append(headOnly, 0, headBytes);
            both.append(bytes, 0, length);
            bytes = both.bytes();
            length = both.length();
        }
        cluster.clear();
        output.append(bytes, 0, length);
        begun = true;
        position += length;
        if (clusterHasKey) {
            cues.add(clusterMillis, start + headBytes - head.segmentStart());
        }
    }

    /// Ends the file. If that fails in between, it is as readable as before.
    void finish(long durationMillis) throws IOException {
        flush();
        if (!begun) {
            return;
        }
        byte[] index = cues.bytes();
        long cuesPosition = position;
        output.append(index, 0, index.length);
        position += index.length;
        byte[] finished = head.finished(durationMillis, cuesPosition, position);
        output.overwrite(0, finished, 0, finished.length);
    }

    /// Bytes written.
    long length() {
        return position;
    }
}
