package dev.moim.signaling.conference;

import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.room.ParticipantId;

/// The words for participants and sources on both sides of the border. A participant's id is its peer's.
final class Sources {
    private Sources() {}

    static SourceKind kind(Source source) {
        return switch (source) {
            case MICROPHONE -> SourceKind.MICROPHONE;
            case CAMERA -> SourceKind.CAMERA;
            case SCREEN -> SourceKind.SCREEN;
            case SCREEN_AUDIO -> SourceKind.SCREEN_AUDIO;
        };
    }

    static Source source(SourceKind kind) {
        return switch (kind) {
            case MICROPHONE -> Source.MICROPHONE;
            case CAMERA -> Source.CAMERA;
            case SCREEN -> Source.SCREEN;
            case SCREEN_AUDIO -> Source.SCREEN_AUDIO;
        };
    }

    static PeerId peer(ParticipantId participant) {
        return new PeerId(participant.value());
    }

    static ParticipantId participant(PeerId peer) {
        return new ParticipantId(peer.value());
    }

    static SourceId id(String participant, Source source) {
        return new SourceId(new PeerId(participant), kind(source));
    }
}
