package dev.moim.media.router;

import dev.moim.media.DropReason;
import dev.moim.media.MediaEvent;
import dev.moim.media.MediaListener;
import dev.moim.media.PeerId;
import dev.moim.media.PeerParameters;
import dev.moim.media.SlotAssignment;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import dev.moim.media.congestion.OutgoingPacket;
import dev.moim.media.congestion.PacketPool;
import dev.moim.media.receive.PublisherListener;
import dev.moim.media.receive.Source;
import dev.moim.media.receive.UpTrack;
import dev.moim.media.record.Recorder;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtp.RtpView;
import dev.moim.media.speaker.DominantSpeaker;
import dev.moim.media.track.BufferBudget;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One room's media: which source goes to which subscriber's slot. Takes decrypted packets, sends through [PeerLink]s.
/// No clock, no lock; every call on the loop that owns the room, with the loop's time of [System#nanoTime].
public final class Router {
    /// Packets that wait at the same time in a room: 256 from one turn to 50 subscribers, 20 MB.
    private static final int MAX_QUEUED_PACKETS = 12_800;

    /// How often layers and speakers are looked at.
    private static final long TICK_NANOS = 100_000_000;

    private final MediaListener listener;
    private final RouterCounters counters;
    private final BufferBudget budget;
    /// In the order of joining; a list beside it, because a map's iterator would be garbage for each turn.
    private final Map<PeerId, RouterPeer> byId = new HashMap<>();

    private final List<RouterPeer> peers = new ArrayList<>();
    private final PacketPool pool = new PacketPool(MAX_QUEUED_PACKETS);
    private final CompoundWriter compound = new CompoundWriter();
    private final RtcpReader rtcpReader = new RtcpReader();
    private final RtcpInput rtcpInput = new RtcpInput();
    private final DominantSpeaker speakers = new DominantSpeaker();
    private final SlotAssignments assignments = new SlotAssignments(byId, peers, speakers);
    private @Nullable RoomRecording recording;
    private boolean sourcesChanged;
    private boolean ticking;
    private long tickNanos;

    /// @param budget of all rooms of the server
    public Router(MediaListener listener, RouterCounters counters, BufferBudget budget) {
        this.listener = listener;
        this.counters = counters;
        this.budget = budget;
    }

    /// Adds a peer, or changes the parameters of one that is here: publications and slots whose mid stays keep their
    /// streams. Nothing is sent to a peer before [#connected].
    public RouterPeer join(PeerId id, PeerParameters parameters, PeerLink link, long nowNanos) {
        RouterPeer peer = find(id);
        if (peer == null) {
            peer = new RouterPeer(
                    id, parameters, link, speakers.join(id), pool, counters, budget, new PublisherListener() {
                        @Override
                        public void onTrack(UpTrack track, long now) {
                            onNewTrack(track, now);
                        }

                        @Override
                        public void onRefused(Source source) {
                            listener.onEvent(new MediaEvent.SourceRefused(source.id()));
                        }

                        @Override
                        public void onCodecChange(UpTrack track) {
                            sourcesChanged = true;
                        }
                    });
            byId.put(id, peer);
            peers.add(peer);
            foresee(peer, nowNanos);
        } else {
            peer.change(parameters, link);
        }
        assignSlots(nowNanos);
        return peer;
    }

    /// Removes a peer; its sources leave all slots. Does nothing for an unknown one.
    public void leave(PeerId id, long nowNanos) {
        RouterPeer peer = find(id);
        if (peer == null) {
            return;
        }
        byId.remove(id);
        peers.remove(peer);
        if (recording != null) {
            recording.leave(id, nowNanos);
        }
        peer.slots.clear();
        peer.subscriber.pacer().clear();
        peer.publisher.end();
        boolean spoke = speakers.dominant().equals(Optional.of(id));
        speakers.leave(peer.voice);
        if (spoke) {
            announceSpeaker(nowNanos);
        }
        assignSlots(nowNanos);
        peers.forEach(other -> other.slots.release());
    }

    /// The room is over, by a fault or in order: what its streams took is free for other rooms.
    public void end(long nowNanos) {
        endRecording(nowNanos);
        peers.forEach(peer -> peer.publisher.end());
        peers.clear();
        byId.clear();
    }

    /// The peer's keys are in place: it is sent to from now on. The caller announces it to the room's listener.
    public void connected(RouterPeer peer, long nowNanos) {
        peer.connected = true;
        assignSlots(nowNanos);
    }

    /// A source was muted or unmuted by its publisher; see [dev.moim.media.MediaRoom#setEnabled].
    public void setEnabled(SourceId id, boolean enabled, long nowNanos) {
        RouterPeer peer = find(id.peer());
        if (peer == null) {
            return;
        }
        boolean changed = enabled ? peer.enabled.add(id.kind()) : peer.enabled.remove(id.kind());
        if (!changed) {
            return;
        }
        if (!enabled && id.kind() == SourceKind.MICROPHONE) {
            peer.voice.silence();
        }
        if (recording != null) {
            recording.setEnabled(id, enabled, nowNanos);
        }
        assignSlots(nowNanos);
    }

    /// Records every source from now on, those that come later too. A recording before it ends.
    public void record(Recorder recorder, long nowNanos) {
        endRecording(nowNanos);
        recording = new RoomRecording(recorder);
        recording.speaking(speakers.dominant(), nowNanos);
        followSources(nowNanos);
    }

    /// Takes no more packets for the recording and closes its recorder. Does nothing when there is none.
    public void endRecording(long nowNanos) {
        RoomRecording ending = recording;
        recording = null;
        if (ending != null) {
            ending.end(nowNanos);
        }
    }

    private void followSources(long nowNanos) {
        RoomRecording current = recording;
        for (int i = 0; current != null && i < peers.size(); i++) {
            current.follow(peers.get(i), nowNanos);
        }
    }

    /// See [dev.moim.media.MediaRoom#setWishes].
    public void setWishes(PeerId subscriber, List<Wish> wishes, long nowNanos) {
        RouterPeer peer = find(subscriber);
        if (peer != null) {
            peer.wishes = Optional.of(List.copyOf(wishes));
            assignSlots(nowNanos);
        }
    }

    /// Whether an encrypted packet is worth decrypting: neither a duplicate nor of an unknown stream. What is not is
    /// counted here. Changes nothing, for the packet is not authenticated.
    public boolean accepts(RouterPeer peer, RtpView encrypted) {
        DropReason refusal = peer.publisher.refusal(encrypted);
        if (refusal != null) {
            counters.drop(refusal);
        }
        return refusal == null;
    }

    /// Takes a decrypted packet and queues it for its subscribers; [#poll] sends. The bytes are changed.
    public void onRtp(RouterPeer peer, RtpView plaintext, long nowNanos) {
        DropReason reason = plaintext.length() > OutgoingPacket.MAX_BYTES
                ? DropReason.RTP_MALFORMED
                : peer.publisher.onRtp(plaintext, nowNanos);
        if (reason != null) {
            counters.drop(reason);
        }
    }

    /// Takes a decrypted compound packet.
    public void onRtcp(RouterPeer peer, byte[] buffer, int offset, int length, long nowNanos) {
        rtcpInput.begin(peer, nowNanos);
        if (!rtcpReader.read(buffer, offset, length, rtcpInput)) {
            counters.drop(DropReason.RTCP_MALFORMED);
        }
    }

    /// Sends what is due, peer by peer.
    ///
    /// @return when to call again at the latest, [Long#MAX_VALUE] when only a packet or command can bring work
    public long poll(long nowNanos) {
        if (sourcesChanged) {
            assignSlots(nowNanos);
        }
        if (!ticking || nowNanos - tickNanos >= TICK_NANOS) {
            tick(nowNanos);
        }
        long next = peers.isEmpty() ? Deadline.NEVER : tickNanos + TICK_NANOS;
        for (int i = 0; i < peers.size(); i++) {
            RouterPeer peer = peers.get(i);
            if (peer.connected) {
                if (peer.subscriber.takeSwitched()) {
                    announceSlots(peer);
                }
                next = Deadline.earlier(next, peer.poll(compound, nowNanos));
            }
        }
        return next;
    }

    private void tick(long nowNanos) {
        ticking = true;
        tickNanos = nowNanos;
        boolean spoken = speakers.poll(nowNanos);
        if (spoken) {
            announceSpeaker(nowNanos);
            assignSlots(nowNanos);
        } else if (assignments.isCrowded()) {
            // Loudness decides where there are more voices than slots, and of nothing else.
            assignments.assignAudio(nowNanos);
            announceSlots();
        }
        for (int i = 0; i < peers.size(); i++) {
            peers.get(i).slots.refresh(nowNanos);
        }
        followSources(nowNanos);
    }

    private void announceSpeaker(long nowNanos) {
        listener.onEvent(new MediaEvent.SpeakerChanged(speakers.dominant()));
        if (recording != null) {
            recording.speaking(speakers.dominant(), nowNanos);
        }
    }

    private void onNewTrack(UpTrack track, long now) {
        SourceId id = track.source().id();
        RouterPeer owner = find(id.peer());
        if (owner != null && id.kind() == SourceKind.MICROPHONE) {
            track.subscribe((packet, info, nowNanos) -> {
                if (info.audioLevel >= 0 && owner.enabled.contains(SourceKind.MICROPHONE)) {
                    owner.voice.onLevel(info.audioLevel & 0x7F, nowNanos);
                }
            });
        }
        if (recording != null && owner != null) {
            recording.follow(owner, now);
        }
        // At once, so that the first packet, which is often a key frame's, is in the slots already.
        assignSlots(now);
    }

    private void assignSlots(long nowNanos) {
        sourcesChanged = false;
        assignments.assignAudio(nowNanos);
        assignments.assignVideo(nowNanos);
        announceSlots();
    }

    /// Tells a newcomer whom its slots are for and asks for the key frames that it will start from: they come, and the
    /// page gets ready for them, while the handshake goes on.
    private void foresee(RouterPeer newcomer, long nowNanos) {
        for (UpTrack first : assignments.foresee(newcomer, nowNanos)) {
            first.requestKeyFrame(nowNanos);
        }
        announceSlots(newcomer);
    }

    private void announceSlots() {
        for (int i = 0; i < peers.size(); i++) {
            if (peers.get(i).connected) {
                announceSlots(peers.get(i));
            }
        }
    }

    private void announceSlots(RouterPeer peer) {
        List<SlotAssignment> changes = peer.slots.changes();
        if (changes != null) {
            listener.onEvent(new MediaEvent.SlotsChanged(peer.id(), changes));
        }
    }

    private @Nullable RouterPeer find(PeerId id) {
        return byId.get(id);
    }
}
