package dev.moim.signaling.recording;

import dev.moim.signaling.recording.RecordingRefusal.Reason;
import dev.moim.signaling.room.RoomId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Deletes recordings with their files. Any thread; blocks.
@Singleton
public class RecordingRemoval {
    private static final Logger LOG = System.getLogger(RecordingRemoval.class.getName());
    private final Recordings recordings;
    private final RecordingFolders folders;

    RecordingRemoval(Recordings recordings, RecordingFolders folders) {
        this.recordings = recordings;
        this.folders = folders;
    }

    /// @throws RecordingRefusal when it goes on, or its files are being closed
    public void delete(String recording) {
        if (!recordings.delete(recording)) {
            throw new RecordingRefusal(Reason.CONFLICT, "the recording goes on: stop it first");
        }
        removeFiles(List.of(recording));
    }

    /// The room is deleted in the caller's transaction, and its meeting has ended.
    ///
    /// @return what is to be given to [#removeFiles] when that is through
    public List<String> forget(RoomId room) {
        return recordings.deleteAll(room);
    }

    /// Removes the files of recordings that are forgotten. What cannot be removed now is removed by a job that was
    /// submitted when they were.
    public void removeFiles(List<String> ids) {
        for (String id : ids) {
            try {
                folders.delete(id);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "files of the deleted recording " + id + " stay on the disk for now", e);
            }
        }
    }
}
