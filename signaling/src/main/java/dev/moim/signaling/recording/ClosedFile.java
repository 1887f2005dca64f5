package dev.moim.signaling.recording;

/// A file that will not change any more.
///
/// @param name in the segment's folder
/// @param kind `track` or `manifest`
/// @param sha256 in lower-case hexadecimal
public record ClosedFile(String name, String kind, String mediaType, long size, String sha256) {
    /// A file with sound or pictures.
    public static ClosedFile track(String name, String mediaType, long size, String sha256) {
        return new ClosedFile(name, "track", mediaType, size, sha256);
    }

    static ClosedFile manifest(long size, String sha256) {
        return new ClosedFile(RecordingFolders.MANIFEST, "manifest", "application/json", size, sha256);
    }
}
