package dev.moim.media.record;

import dev.moim.media.SourceId;

/// What a recorder tells while it runs.
public sealed interface RecorderEvent {
    /// A file has its first bytes.
    record FileOpened(SourceId source, String name) implements RecorderEvent {}

    /// A file is finished and will not change any more.
    record FileClosed(SourceId source, RecordedFile file) implements RecorderEvent {}

    /// A gap has ended and is known.
    record GapNoted(SourceId source, Gap gap) implements RecorderEvent {}

    /// The disk refused; the recorder tries again with a new file.
    record DiskFailed(SourceId source, String message) implements RecorderEvent {}

    /// A fault of the recorder itself ended one track.
    record TrackFailed(SourceId source, String message) implements RecorderEvent {}

    /// The manifest as it is, when files or gaps have been added and otherwise every few seconds: to be kept, so that a
    /// recording whose process died can be told by its last one.
    record Progress(Manifest manifest) implements RecorderEvent {}
}
