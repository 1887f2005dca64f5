package dev.moim.signaling.api;

import dev.moim.signaling.store.RecordingFileRow;
import dev.moim.signaling.store.RecordingRow;
import dev.moim.signaling.store.RecordingSegmentRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What requests about recordings get.
final class RecordingBodies {
    private RecordingBodies() {}

    /// @param state `recording`, `paused`, `stopping`, `stopped`, `uploaded` or `failed`
    record Summary(
            String id, String room, String state, String startedBy, Instant startedAt, @Nullable Instant stoppedAt) {
        static Summary of(RecordingRow row) {
            return new Summary(row.id(), row.roomId(), stateOf(row), row.startedBy(), row.startedAt(), row.stoppedAt());
        }
    }

    /// @param next pass it as `after` for the next page; absent on the last
    record Page(List<Summary> recordings, @Nullable String next) {}

    /// A recording with its segments and their files.
    record Recording(
            String id,
            String room,
            String state,
            String startedBy,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            List<Segment> segments) {
        static Recording of(RecordingRow row, List<RecordingSegmentRow> segments, List<RecordingFileRow> files) {
            return new Recording(
                    row.id(),
                    row.roomId(),
                    stateOf(row),
                    row.startedBy(),
                    row.startedAt(),
                    row.stoppedAt(),
                    segments.stream().map(segment -> Segment.of(segment, files)).toList());
        }
    }

    /// @param state `open` or `closed`
    record Segment(int number, String state, Instant startedAt, @Nullable Instant closedAt, List<File> files) {
        static Segment of(RecordingSegmentRow row, List<RecordingFileRow> files) {
            int number = row.key().number();
            return new Segment(
                    number,
                    row.state(),
                    row.startedAt(),
                    row.closedAt(),
                    files.stream()
                            .filter(file -> file.segment() == number)
                            .map(File::of)
                            .toList());
        }
    }

    /// @param upload `waiting`, `uploaded` or `failed`
    record File(
            String id,
            String name,
            String kind,
            String mediaType,
            long size,
            String sha256,
            String upload,
            boolean onDisk,
            String href) {
        static File of(RecordingFileRow row) {
            return new File(
                    row.id(),
                    row.name(),
                    row.kind(),
                    row.mediaType(),
                    row.size(),
                    row.sha256(),
                    row.upload(),
                    row.onDisk(),
                    "/api/v1/recordings/%s/files/%d/%s".formatted(row.recordingId(), row.segment(), row.name()));
        }
    }

    /// One that was told to stop is stopping until its last files are closed.
    private static String stateOf(RecordingRow row) {
        boolean goesOn = row.state().equals("recording") || row.state().equals("paused");
        return goesOn && row.stoppedAt() != null ? "stopping" : row.state();
    }
}
