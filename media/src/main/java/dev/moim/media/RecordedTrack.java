package dev.moim.media;

import java.util.List;

/// One source of the room in a recording.
///
/// @param files in the order of time; none when nothing that can be played ever came
/// @param gaps what is missing between and in the files, in the order of time
/// @param lostPackets packets that the network or a full queue took
public record RecordedTrack(SourceId source, List<RecordedFile> files, List<RecordingGap> gaps, long lostPackets) {
    public RecordedTrack {
        files = List.copyOf(files);
        gaps = List.copyOf(gaps);
    }
}
