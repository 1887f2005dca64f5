package dev.moim.media;

import java.nio.file.Path;

/// How one recording is written.
///
/// @param directory exists and is the recording's own
/// @param prefix of the files' names; differs between the segments of a recording that was stopped and went on
/// @param queueBytes what may wait for the disk, 1 MiB to 1 GiB; more is dropped and told as a gap
/// @param sync when the operating system is made to write to the disk
public record RecordingSettings(Path directory, String prefix, int queueBytes, Sync sync) {
    /// Ten publishers of 2.5 Mbit/s for ten seconds.
    public static final int DEFAULT_QUEUE_BYTES = 32 << 20;

    /// A killed process loses nothing that was written whatever the setting: this is about power cuts.
    public enum Sync {
        /// Each half second of each track: for a few tracks and a good disk.
        EACH_CLUSTER,
        ON_CLOSE,
        NEVER
    }

    public RecordingSettings {
        if (queueBytes < 1 << 20 || queueBytes > 1 << 30) {
            throw new IllegalArgumentException("queueBytes is 1 MiB to 1 GiB");
        }
        if (!prefix.matches("[A-Za-z0-9_-]{0,64}")) {
            throw new IllegalArgumentException("a prefix has at most 64 letters, digits, _ and -");
        }
    }

    public static RecordingSettings in(Path directory) {
        return new RecordingSettings(directory, "", DEFAULT_QUEUE_BYTES, Sync.ON_CLOSE);
    }
}
