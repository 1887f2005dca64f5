package dev.moim.media.router;

import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.receive.Source;
import dev.moim.media.receive.UpTrack;
import dev.moim.media.record.Recorder;
import dev.moim.media.record.TrackWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is recorded of a room: a writer for each source that has sent something. No call while a packet is handed out.
/// One thread.
final class RoomRecording {
    private final Recorder recorder;
    private final Map<SourceId, TrackWriter> writers = new HashMap<>();

    RoomRecording(Recorder recorder) {
        this.recorder = recorder;
    }

    /// Records the best stream of each of the peer's sources; to be called whenever that may have changed.
    void follow(RouterPeer peer, long nowNanos) {
        List<Source> sources = peer.publisher.sources();
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            UpTrack best = source.best(nowNanos);
            if (best != null) {
                writer(peer, source.id(), nowNanos).follow(best, nowNanos);
            }
        }
    }

    private TrackWriter writer(RouterPeer peer, SourceId source, long nowNanos) {
        TrackWriter known = writers.get(source);
        if (known != null) {
            return known;
        }
        TrackWriter added = recorder.track(source);
        added.setEnabled(peer.enabled.contains(source.kind()), nowNanos);
        writers.put(source, added);
        return added;
    }

    void setEnabled(SourceId source, boolean enabled, long nowNanos) {
        TrackWriter writer = writers.get(source);
        if (writer != null) {
            writer.setEnabled(enabled, nowNanos);
        }
    }

    void speaking(Optional<PeerId> speaker, long nowNanos) {
        recorder.speaking(speaker, nowNanos);
    }

    /// The peer's files are closed.
    void leave(PeerId peer, long nowNanos) {
        writers.values().removeIf(writer -> {
            boolean theirs = writer.source().peer().equals(peer);
            if (theirs) {
                writer.end(nowNanos);
            }
            return theirs;
        });
    }

    void end(long nowNanos) {
        try {
            writers.values().forEach(writer -> writer.end(nowNanos));
            writers.clear();
        } finally {
            recorder.end();
        }
    }
}
