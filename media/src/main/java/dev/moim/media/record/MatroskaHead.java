package dev.moim.media.record;

import java.time.Duration;
import java.time.Instant;

/// The beginning of a Matroska file (RFC 9559): everything before the first cluster, in a form that is whole when
/// nothing comes after, and the places in it that a clean end fills in.
final class MatroskaHead {
    static final int TRACK_NUMBER = 1;

    /// Milliseconds, and nanoseconds in one of them.
    static final long TICK_NANOS = 1_000_000;

    private static final String APPLICATION = "Moim";
    private static final Instant MATROSKA_EPOCH = Instant.parse("2001-01-01T00:00:00Z");
    private static final long UNKNOWN_SIZE = 0x01FF_FFFF_FFFF_FFFFL;
    private static final long SIZE_IN_EIGHT_BYTES = 0x0100_0000_0000_0000L;
    private static final int DURATION_BYTES = 11;
    private static final int VIDEO_TYPE = 1;
    private static final int AUDIO_TYPE = 2;

    private final Ebml out = new Ebml();
    private final long segmentStart;
    private final long infoStart;
    private final long tracksStart;
    private final long durationStart;

    MatroskaHead(TrackSetup track, Instant start) {
        ebml(track.codec().isWebm());
        out.id(MatroskaIds.SEGMENT);
        out.number(UNKNOWN_SIZE, 8);
        segmentStart = out.length();
        out.gap(seekHead(0, 0, 0).length);
        infoStart = out.length();
        int info = out.begin(MatroskaIds.INFO);
        out.unsigned(MatroskaIds.TIMESTAMP_SCALE, TICK_NANOS);
        Duration date = Duration.between(MATROSKA_EPOCH, start);
        out.wide(MatroskaIds.DATE_UTC, date.toNanos());
        out.text(MatroskaIds.MUXING_APP, APPLICATION);
        out.text(MatroskaIds.WRITING_APP, APPLICATION);
        durationStart = out.length();
        out.gap(DURATION_BYTES);
        out.end(info);
        tracksStart = out.length();
        int tracks = out.begin(MatroskaIds.TRACKS);
        track(track);
        out.end(tracks);
    }

    byte[] bytes() {
        return out.copy();
    }

    /// Position in the file from which positions in it are counted.
    long segmentStart() {
        return segmentStart;
    }

    /// The head of a file that ended well, as long as before.
    ///
    /// @param cuesPosition in the file
    byte[] finished(long durationMillis, long cuesPosition, long fileLength) {
        var patched = new Ebml();
        patched.append(out.bytes(), 0, out.length());
        byte[] bytes = patched.bytes();
        var patch = new Ebml();
        patch.number(SIZE_IN_EIGHT_BYTES | (fileLength - segmentStart), 8);
        System.arraycopy(patch.bytes(), 0, bytes, (int) segmentStart - 8, 8);
        byte[] seekHead = seekHead(infoStart - segmentStart, tracksStart - segmentStart, cuesPosition - segmentStart);
        System.arraycopy(seekHead, 0, bytes, (int) segmentStart, seekHead.length);
        patch.clear();
        patch.real(MatroskaIds.DURATION, (double) durationMillis);
        System.arraycopy(patch.bytes(), 0, bytes, (int) durationStart, DURATION_BYTES);
        return patched.copy();
    }

    private void ebml(boolean webm) {
        int begun = out.begin(MatroskaIds.EBML);
        out.unsigned(MatroskaIds.EBML_VERSION, 1);
        out.unsigned(MatroskaIds.EBML_READ_VERSION, 1);
        out.unsigned(MatroskaIds.EBML_MAX_ID_LENGTH, 4);
        out.unsigned(MatroskaIds.EBML_MAX_SIZE_LENGTH, 8);
        out.text(MatroskaIds.DOC_TYPE, webm ? "webm" : "matroska");
        // Codec delay came with version 4, simple blocks with 2.
        out.unsigned(MatroskaIds.DOC_TYPE_VERSION, 4);
        out.unsigned(MatroskaIds.DOC_TYPE_READ_VERSION, 2);
        out.end(begun);
    }

    private void track(TrackSetup track) {
        RecordedCodec codec = track.codec();
        int entry = out.begin(MatroskaIds.TRACK_ENTRY);
        out.unsigned(MatroskaIds.TRACK_NUMBER, TRACK_NUMBER);
        out.unsigned(MatroskaIds.TRACK_UID, TRACK_NUMBER);
        out.unsigned(MatroskaIds.TRACK_TYPE, codec.isAudio() ? AUDIO_TYPE : VIDEO_TYPE);
        out.unsigned(MatroskaIds.FLAG_LACING, 0);
        out.text(MatroskaIds.LANGUAGE, "und");
        out.text(MatroskaIds.CODEC_ID, codec.matroskaId());
        byte[] setup = track.codecPrivate();
        if (setup != null) {
            out.binary(MatroskaIds.CODEC_PRIVATE, setup, 0, setup.length);
        }
        if (codec.isAudio()) {
            out.unsigned(MatroskaIds.CODEC_DELAY, TrackSetup.OPUS_DELAY_NANOS);
            out.unsigned(MatroskaIds.SEEK_PRE_ROLL, TrackSetup.OPUS_PRE_ROLL_NANOS);
            int audio = out.begin(MatroskaIds.AUDIO);
            out.real(MatroskaIds.SAMPLING_FREQUENCY, TrackSetup.OPUS_RATE);
            out.unsigned(MatroskaIds.CHANNELS, TrackSetup.OPUS_CHANNELS);
            out.end(audio);
        } else {
            int video = out.begin(MatroskaIds.VIDEO);
            out.unsigned(MatroskaIds.PIXEL_WIDTH, track.width());
            out.unsigned(MatroskaIds.PIXEL_HEIGHT, track.height());
            out.end(video);
        }
        out.end(entry);
    }

    private static byte[] seekHead(long info, long tracks, long cues) {
        var head = new Ebml();
        int begun = head.begin(MatroskaIds.SEEK_HEAD);
        seek(head, MatroskaIds.INFO, info);
        seek(head, MatroskaIds.TRACKS, tracks);
        seek(head, MatroskaIds.CUES, cues);
        head.end(begun);
        return head.copy();
    }

    private static void seek(Ebml head, int id, long position) {
        int seek = head.begin(MatroskaIds.SEEK);
        head.id(MatroskaIds.SEEK_ID);
        head.size(4);
        head.id(id);
        head.wide(MatroskaIds.SEEK_POSITION, position);
        head.end(seek);
    }
}
