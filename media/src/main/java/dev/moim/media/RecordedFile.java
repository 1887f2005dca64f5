package dev.moim.media;

import java.time.Duration;
import java.util.List;

/// A file of a track. Its own time begins at 0 with its first picture or sound.
///
/// @param name in the recording's directory
/// @param codec OPUS, VP8, VP9, AV1 or H264
/// @param offset where the file's 0 is in the recording, just before its start when the first frame was under way
///     then; may still move by the publisher's network delay until the
///     file is closed, for the first sender report comes after the first picture
/// @param duration of what is written
/// @param bytes on disk
/// @param sha256 in lower-case hexadecimal; empty while the file is being written or when it could not be read
/// @param frames pictures or audio packets
/// @param clean whether it has its index and its duration; any other file is still played from its beginning
/// @param pictures sizes and rotations of a video, in the order of time
public record RecordedFile(
        String name,
        String codec,
        Duration offset,
        Duration duration,
        long bytes,
        String sha256,
        long frames,
        boolean clean,
        List<Picture> pictures) {
    public RecordedFile {
        pictures = List.copyOf(pictures);
    }

    /// The same file with its sum.
    public RecordedFile withSum(String sum) {
        return new RecordedFile(name, codec, offset, duration, bytes, sum, frames, clean, pictures);
    }

    /// What a video's pictures are like from a moment on.
    ///
    /// @param at since the recording's start
    /// @param rotation clockwise degrees by which a player turns the picture: 0, 90, 180 or 270
    public record Picture(Duration at, int width, int height, int rotation) {}
}
