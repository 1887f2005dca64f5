package dev.moim.signaling.conference;

import dev.moim.media.CloseCause;
import dev.moim.media.MediaEvent;
import dev.moim.media.MediaRoom;
import dev.moim.media.PeerId;
import dev.moim.media.RecordingSettings;
import dev.moim.media.SlotAssignment;
import dev.moim.media.SourceKind;
import dev.moim.media.Wish;
import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.MediaClosedReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.recording.Person;
import dev.moim.signaling.recording.SegmentId;
import dev.moim.signaling.recording.Segments;
import dev.moim.signaling.room.Effect;
import dev.moim.signaling.room.ParticipantId;
import dev.moim.signaling.room.RecordingFact;
import dev.moim.signaling.room.RoomActor;
import dev.moim.signaling.room.RoomEvent;
import dev.moim.signaling.sdp.SdpException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The media side of one room. Used on the room's thread; the engine's word comes from its loop and goes into the
/// room's queue.
final class Conference {
    private static final Logger LOG = System.getLogger(Conference.class.getName());

    private final RoomActor room;
    private final MediaPlane plane;
    private final MediaRoom media;
    private final Segments segments;
    private final Map<ParticipantId, Call> calls = new HashMap<>();
    private boolean recording;

    Conference(RoomActor room, MediaPlane plane, Segments segments) {
        this.room = room;
        this.plane = plane;
        this.segments = segments;
        this.media = plane.media().openRoom(room.id().value(), event -> room.tell(event(event)));
    }

    void negotiate(Effect.Negotiate offer) {
        Call call = calls.computeIfAbsent(offer.participant(), this::newCall);
        try {
            String answer = call.answer(offer.sdp(), offer.tracks());
            room.tell(new RoomEvent.Negotiated(offer.participant(), offer.offerId(), answer));
        } catch (SdpException e) {
            fail(offer, ErrorCode.BAD_SDP, RoomEvent.OfferField.SDP, e);
        } catch (TracksException e) {
            fail(offer, ErrorCode.INVALID, RoomEvent.OfferField.TRACKS, e);
        }
    }

    private void fail(Effect.Negotiate offer, ErrorCode code, RoomEvent.OfferField field, RuntimeException why) {
        room.tell(new RoomEvent.NegotiationFailed(
                offer.participant(), offer.offerId(), code, field, String.valueOf(why.getMessage())));
    }

    void setMedia(Effect.SetMedia change) {
        Call call = calls.get(change.participant());
        if (call != null) {
            for (SourceKind kind : SourceKind.values()) {
                call.setEnabled(kind, change.media().has(Sources.source(kind)));
            }
        }
    }

    void setWishes(Effect.SetWishes wishes) {
        media.setWishes(
                Sources.peer(wishes.participant()),
                wishes.tiles().stream()
                        .filter(tile -> tile.source() == Source.CAMERA || tile.source() == Source.SCREEN)
                        .map(tile -> new Wish(Sources.id(tile.participant(), tile.source()), tile.height()))
                        .toList());
    }

    void leave(ParticipantId participant) {
        Call call = calls.remove(participant);
        if (call != null) {
            call.leave();
        }
    }

    /// Nobody's media is left, and nothing is recorded.
    boolean isIdle() {
        return calls.isEmpty() && !recording;
    }

    void beginSegment(Effect.BeginSegment begin) {
        var segment = new SegmentId(begin.recording(), begin.number());
        try {
            Path folder = segments.begin(room.id(), segment, present());
            var settings = new RecordingSettings(folder, "", segments.queueBytes(), RecordingSettings.Sync.ON_CLOSE);
            media.record(settings, new SegmentListener(room, segment, segments));
            recording = true;
        } catch (IOException e) {
            LOG.log(Level.ERROR, segment + " of room " + room.id() + " has no folder", e);
            notBegun(segment, RecordingFact.StopReason.DISK_FULL);
        } catch (RuntimeException e) {
            // The database may be away for a moment. Nobody may be told of a recording that is none.
            LOG.log(Level.ERROR, segment + " of room " + room.id() + " cannot begin", e);
            notBegun(segment, RecordingFact.StopReason.SERVER);
        }
    }

    private void notBegun(SegmentId segment, RecordingFact.StopReason reason) {
        segments.onFailed(segment, () -> LOG.log(Level.INFO, "closed " + segment + ", which came to nothing"));
        boolean _ = room.tell(new RoomEvent.StopRecording(segment.recording(), RecordingFact.SERVER, reason, _ -> {}));
    }

    void endSegment() {
        recording = false;
        media.endRecording();
    }

    private List<Person> present() {
        return room.snapshot().participants().stream()
                .map(it -> new Person(it.info().id(), it.info().name(), it.subject()))
                .toList();
    }

    boolean belongsTo(RoomActor actor) {
        return room.equals(actor);
    }

    void close() {
        calls.values().forEach(Call::leave);
        calls.clear();
        media.close();
    }

    private Call newCall(ParticipantId participant) {
        return new Call(
                Sources.peer(participant),
                plane,
                media,
                () -> room.tell(new RoomEvent.MediaClosed(participant, MediaClosedReason.CONSENT_EXPIRED)));
    }

    private static RoomEvent event(MediaEvent event) {
        return switch (event) {
            case MediaEvent.PeerConnected(PeerId peer) -> new RoomEvent.MediaConnected(Sources.participant(peer));
            case MediaEvent.PeerClosed(PeerId peer, CloseCause cause, String detail) -> {
                LOG.log(Level.DEBUG, "media of " + peer + " ended: " + detail);
                yield new RoomEvent.MediaClosed(Sources.participant(peer), reason(cause));
            }
            case MediaEvent.SourceRefused(var source) ->
                new RoomEvent.SourceRefused(Sources.participant(source.peer()), Sources.source(source.kind()));
            case MediaEvent.SlotsChanged(PeerId subscriber, var slots) ->
                new RoomEvent.SlotsChanged(
                        Sources.participant(subscriber),
                        slots.stream().map(Conference::slot).toList());
            case MediaEvent.SpeakerChanged(Optional<PeerId> speaker) ->
                new RoomEvent.SpeakerChanged(speaker.map(Sources::participant));
        };
    }

    private static MediaClosedReason reason(CloseCause cause) {
        return switch (cause) {
            case HANDSHAKE_FAILED -> MediaClosedReason.HANDSHAKE_FAILED;
            case CLOSED_BY_PEER -> MediaClosedReason.CLOSED;
            case FAULT -> MediaClosedReason.FAULT;
        };
    }

    private static ServerMessage.Slot slot(SlotAssignment assignment) {
        return assignment
                .source()
                .map(source -> ServerMessage.Slot.of(
                        assignment.mid(),
                        source.peer().value(),
                        Sources.source(source.kind()),
                        assignment.firstRtpTimestamp()))
                .orElseGet(() -> ServerMessage.Slot.idle(assignment.mid()));
    }
}
