package dev.moim.media;

import java.util.List;
import java.util.Optional;

/// What the engine tells its room's listener.
public sealed interface MediaEvent {
    /// DTLS is done and SRTP keys are in place: media flows in both directions.
    record PeerConnected(PeerId peer) implements MediaEvent {}

    /// The peer ended its DTLS association, or its handshake failed. The peer stays in the room until
    /// [MediaRoom#leave].
    ///
    /// @param detail for logs
    record PeerClosed(PeerId peer, CloseCause cause, String detail) implements MediaEvent {}

    /// The source began to send, and there is no memory left for what it sends: nobody gets it. The peer stays in the
    /// room and gets what others send; with the first packet after somebody else's end the source is taken up.
    record SourceRefused(SourceId source) implements MediaEvent {}

    /// The subscriber's slots as they are from now on; always the whole list, in the order of its parameters.
    record SlotsChanged(PeerId subscriber, List<SlotAssignment> slots) implements MediaEvent {}

    /// The dominant speaker changed; empty when nobody speaks.
    record SpeakerChanged(Optional<PeerId> speaker) implements MediaEvent {}
}
