package dev.moim.media.router;

import dev.moim.media.CodecParameters;
import dev.moim.media.MediaKind;
import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.receive.Source;
import dev.moim.media.receive.UpTrack;
import dev.moim.media.speaker.DominantSpeaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives the sources of a room to its subscribers' slots, as [SlotPolicy] says. One thread.
final class SlotAssignments {
    private final Map<PeerId, RouterPeer> byId;
    private final List<RouterPeer> peers;
    private final DominantSpeaker speakers;
    private boolean crowded;

    /// @param byId the router's own, and so the others: they change under this class
    SlotAssignments(Map<PeerId, RouterPeer> byId, List<RouterPeer> peers, DominantSpeaker speakers) {
        this.byId = byId;
        this.peers = peers;
        this.speakers = speakers;
    }

    /// Whether somebody had more voices than slots at the last time: who is heard changes with their loudness.
    boolean isCrowded() {
        return crowded;
    }

    void assignAudio(long nowNanos) {
        crowded = false;
        List<Flow> flows = flows(MediaKind.AUDIO, nowNanos);
        for (int i = 0; i < peers.size(); i++) {
            RouterPeer peer = peers.get(i);
            if (peer.connected) {
                List<Optional<SourceId>> heard = peer.slots.assigned(MediaKind.AUDIO);
                List<SourceId> voices = candidates(peer, flows);
                crowded |= voices.size() > heard.size();
                List<Optional<SourceId>> wanted = SlotPolicy.audio(heard, voices, source -> loudness(source, nowNanos));
                peer.slots.assign(MediaKind.AUDIO, wanted, this::source, this::isEnabled, nowNanos);
            }
        }
    }

    void assignVideo(long nowNanos) {
        List<Flow> flows = flows(MediaKind.VIDEO, nowNanos);
        for (int i = 0; i < peers.size(); i++) {
            RouterPeer peer = peers.get(i);
            if (peer.connected) {
                peer.slots.assign(MediaKind.VIDEO, wantedVideo(peer, flows), this::source, this::isEnabled, nowNanos);
            }
        }
    }

    private List<Optional<SourceId>> wantedVideo(RouterPeer peer, List<Flow> flows) {
        return SlotPolicy.video(
                peer.slots.assigned(MediaKind.VIDEO), candidates(peer, flows), peer.wishes, speakers.dominant());
    }

    /// Says for whom the video slots of a newcomer will be.
    ///
    /// @return the streams that they will start with
    List<UpTrack> foresee(RouterPeer newcomer, long nowNanos) {
        return newcomer.slots.foresee(wantedVideo(newcomer, flows(MediaKind.VIDEO, nowNanos)), this::source, nowNanos);
    }

    /// A source that is enabled and has brought something.
    private record Flow(RouterPeer owner, SourceId source, CodecParameters codec) {}

    /// In the order of joining.
    private List<Flow> flows(MediaKind media, long nowNanos) {
        List<Flow> result = new ArrayList<>();
        for (var owner : peers) {
            for (var source : owner.publisher.sources()) {
                SourceKind kind = source.id().kind();
                UpTrack track = kind.media() == media && owner.enabled.contains(kind) ? source.best(nowNanos) : null;
                if (track != null) {
                    result.add(new Flow(owner, source.id(), track.codec()));
                }
            }
        }
        return result;
    }

    /// What the subscriber could be sent.
    private static List<SourceId> candidates(RouterPeer subscriber, List<Flow> flows) {
        List<SourceId> result = new ArrayList<>(flows.size());
        for (var flow : flows) {
            if (flow.owner() != subscriber && subscriber.subscriber.decodes(flow.codec())) {
                result.add(flow.source());
            }
        }
        return result;
    }

    private double loudness(SourceId source, long nowNanos) {
        RouterPeer owner = byId.get(source.peer());
        // A shared screen's sound has no level of its own and must be heard.
        return owner == null || source.kind() != SourceKind.MICROPHONE ? 127 : owner.voice.loudness(nowNanos);
    }

    private boolean isEnabled(SourceId id) {
        RouterPeer owner = byId.get(id.peer());
        return owner != null && owner.enabled.contains(id.kind());
    }

    private @Nullable Source source(SourceId id) {
        RouterPeer owner = byId.get(id.peer());
        if (owner == null) {
            return null;
        }
        for (var source : owner.publisher.sources()) {
            if (source.id().equals(id)) {
                return source;
            }
        }
        return null;
    }
}
