package dev.moim.media;

/// What a recorder tells while it runs.
public sealed interface RecordingEvent {
    /// A file has its first bytes.
    record FileOpened(SourceId source, String name) implements RecordingEvent {}

    /// A file is finished and will not change any more.
    record FileClosed(SourceId source, RecordedFile file) implements RecordingEvent {}

    /// A gap has ended and is known.
    record GapNoted(SourceId source, RecordingGap gap) implements RecordingEvent {}

    /// The disk refused; the recorder tries again with a new file.
    record DiskFailed(SourceId source, String message) implements RecordingEvent {}

    /// A fault of the recorder itself ended one track.
    record TrackFailed(SourceId source, String message) implements RecordingEvent {}

    /// The recording ended, for every file is closed: the last event.
    record Closed(RecordingManifest manifest) implements RecordingEvent {}

    /// A fault of the recorder itself ended the recording: the last event. Its files are as if the process had died.
    record Failed(String message) implements RecordingEvent {}

    /// The manifest as it is, when files or gaps have been added and otherwise every few seconds: to be kept, so that a
    /// recording whose process died can be told by its last one.
    record Progress(RecordingManifest manifest) implements RecordingEvent {}
}
