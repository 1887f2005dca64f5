package dev.moim.signaling.recording;

import java.util.List;

/// Brings the files of closed segments to where they are kept. Each call is part of the caller's transaction: what it
/// submits is taken up when that commits.
public interface Uploads {
    /// A segment was closed; its files are rows with the state `waiting`.
    void onSegmentClosed(String recording, List<String> fileIds);

    /// No segment of the recording is open, and none will follow: its state is `stopped`.
    void onStopped(String recording);

    /// The recording's rows are deleted in this transaction, after the call; its folder on disk after that.
    void onDeleted(String recording);
}
