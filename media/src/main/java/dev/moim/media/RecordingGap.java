package dev.moim.media;

import java.time.Duration;

/// A stretch of a track with nothing to play.
public record RecordingGap(Reason reason, Duration from, Duration to) {
    /// Why nothing is there.
    public enum Reason {
        /// Packets were lost and not repaired in time; for video until the next key frame.
        NETWORK,
        /// More came than could be kept: the disk was too slow and the queue before it full, or the source changed its
        /// codec some thousand times.
        OVERFLOW,
        /// The disk refused to write.
        DISK,
        /// The publisher switched the source off.
        MUTED
    }
}
