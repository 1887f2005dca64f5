package dev.moim.stunturn.turn;

import dev.moim.stunturn.ClientPath;
import dev.moim.stunturn.TurnEffects;
import dev.moim.stunturn.stun.StunKey;
import dev.moim.stunturn.stun.StunMessage;
import dev.moim.stunturn.stun.TurnAnswer;
import dev.moim.stunturn.turn.Gate.Admission;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.ice4j.message.Message;

/// Takes requests: authentic ones go on to their desks, strangers get little or nothing.
final class RequestDesk {
    /// A forged request makes us answer to someone else; this bounds what the forger gains by it.
    static final double MAX_GAIN = 2.5;

    private final Gate gate;
    private final Allocations allocations;
    private final AllocateDesk allocateDesk;
    private final PeerDesk peerDesk = new PeerDesk();
    private final Understood understood;
    private final StrangerLimit strangers;
    private final TurnEffects effects;
    private Families families = new Families(null, null);
    private long pollNanos;
    private Instant pollTime = Instant.EPOCH;

    RequestDesk(
            Gate gate,
            Allocations allocations,
            AllocateDesk allocateDesk,
            Understood understood,
            StrangerLimit strangers,
            TurnEffects effects) {
        this.gate = gate;
        this.allocations = allocations;
        this.allocateDesk = allocateDesk;
        this.understood = understood;
        this.strangers = strangers;
        this.effects = effects;
    }

    void onFamilies(Families families) {
        this.families = families;
    }

    void onTime(long nowNanos, Instant now) {
        pollNanos = nowNanos;
        pollTime = now;
    }

    TurnEnd onMessage(StunMessage message, ClientPath client, PeerPolicy policy, long nowNanos) {
        return switch (message.type()) {
            case Message.ALLOCATE_REQUEST,
                    Message.REFRESH_REQUEST,
                    Message.CREATEPERMISSION_REQUEST,
                    Message.CHANNELBIND_REQUEST -> onRequest(message, client, policy, nowNanos);
            case Message.BINDING_REQUEST -> onBinding(message, client, nowNanos);
            default -> TurnEnd.UNEXPECTED;
        };
    }

    /// Plain STUN: browsers ask every TURN server for their address, too.
    private TurnEnd onBinding(StunMessage request, ClientPath client, long nowNanos) {
        List<Integer> unknown = understood.unknown(request);
        return unknown.isEmpty()
                ? answerStranger(
                        request, client, () -> TurnAnswer.mapped(request, client.address()), TurnEnd.ANSWERED, nowNanos)
                : answerStranger(
                        request,
                        client,
                        () -> TurnAnswer.unknownAttributes(request, unknown, null),
                        TurnEnd.BAD_REQUEST,
                        nowNanos);
    }

    private TurnEnd onRequest(StunMessage request, ClientPath client, PeerPolicy policy, long nowNanos) {
        return switch (gate.admit(request, client, nowNanos)) {
            case Admission.Admitted(Login login) -> onAuthentic(request, client, login, policy, nowNanos);
            case Admission.Refused(int code)
            when code == Gate.BAD_REQUEST ->
                answerStranger(
                        request, client, () -> TurnAnswer.error(request, code, null), TurnEnd.BAD_REQUEST, nowNanos);
            case Admission.Refused(int code) -> challenge(request, client, code, nowNanos);
        };
    }

    private TurnEnd onAuthentic(StunMessage request, ClientPath client, Login login, PeerPolicy policy, long nowNanos) {
        Outcome outcome = outcome(request, client, login, policy, nowNanos);
        return outcome instanceof Outcome.Refused(int code) && code == Refusal.UNAUTHENTICATED
                ? challenge(request, client, code, nowNanos)
                : answer(request, client, login.key(), outcome);
    }

    private TurnEnd challenge(StunMessage request, ClientPath client, int code, long nowNanos) {
        return answerStranger(
                request,
                client,
                () -> TurnAnswer.challenge(request, code, gate.realm(), gate.nonce(client, nowNanos)),
                TurnEnd.CHALLENGED,
                nowNanos);
    }

    private TurnEnd answerStranger(
            StunMessage request, ClientPath client, Supplier<byte[]> answer, TurnEnd end, long nowNanos) {
        if (!strangers.allows(client, nowNanos)) {
            return TurnEnd.LIMITED;
        }
        byte[] message = answer.get();
        if (message.length > MAX_GAIN * request.length()) {
            return TurnEnd.TOO_SHORT;
        }
        effects.toClient(client, message, 0, message.length);
        return end;
    }

    private Outcome outcome(StunMessage request, ClientPath client, Login login, PeerPolicy policy, long nowNanos) {
        List<Integer> unknown = understood.unknown(request);
        if (!unknown.isEmpty()) {
            return new Outcome.Unknown(unknown);
        }
        Allocation allocation = allocations.of(client, nowNanos);
        if (request.type() == Message.ALLOCATE_REQUEST) {
            return allocateDesk.onAllocate(
                    request, client, login, allocation, families, nowNanos, epochSeconds(nowNanos));
        }
        if (allocation == null) {
            return new Outcome.Refused(Refusal.ALLOCATION_MISMATCH);
        }
        if (!allocation.login.username().equals(login.username())) {
            return new Outcome.Refused(Refusal.WRONG_CREDENTIALS);
        }
        return switch (request.type()) {
            case Message.REFRESH_REQUEST -> allocateDesk.onRefresh(request, allocation, nowNanos);
            case Message.CHANNELBIND_REQUEST -> peerDesk.onChannelBind(request, allocation, policy, nowNanos);
            default -> peerDesk.onCreatePermission(request, allocation, policy, nowNanos);
        };
    }

    private TurnEnd answer(StunMessage request, ClientPath client, StunKey key, Outcome outcome) {
        byte[] message =
                switch (outcome) {
                    case Outcome.Answer done -> done.answer();
                    case Outcome.Refused refused -> TurnAnswer.error(request, refused.code(), key);
                    case Outcome.Unknown unknown -> TurnAnswer.unknownAttributes(request, unknown.attributes(), key);
                };
        effects.toClient(client, message, 0, message.length);
        return outcome instanceof Outcome.Answer done ? done.end() : TurnEnd.REFUSED;
    }

    private long epochSeconds(long nowNanos) {
        return pollTime.plusNanos(nowNanos - pollNanos).getEpochSecond();
    }
}
