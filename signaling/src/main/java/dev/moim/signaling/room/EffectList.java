package dev.moim.signaling.room;

import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The effects of one event, in order.
final class EffectList {
    private List<Effect> effects = new ArrayList<>();

    /// What was added since the last time.
    List<Effect> take() {
        List<Effect> taken = effects;
        effects = new ArrayList<>();
        return taken;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(Participant to, ServerMessage message) {
        effects.add(new Effect.Send(to.id(), message));
    }

    void broadcast(ServerMessage message) {
        effects.add(new Effect.Broadcast(message, Optional.empty()));
    }

    void broadcastExcept(Participant except, ServerMessage message) {
        effects.add(new Effect.Broadcast(message, Optional.of(except.id())));
    }

    /// The participant as it is now, for everyone else.
    void changed(Participant participant) {
        broadcastExcept(participant, new ServerMessage.ParticipantChanged(participant.info()));
    }

    void fail(ParticipantId to, ErrorCode code, String type, String message) {
        fail(to, code, type, Optional.empty(), message);
    }

    void fail(ParticipantId to, ErrorCode code, String type, Optional<String> field, String message) {
        effects.add(new Effect.Send(to, new ServerMessage.Failure(code, Optional.of(type), field, message)));
    }
}
