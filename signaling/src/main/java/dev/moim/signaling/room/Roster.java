package dev.moim.signaling.room;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is in the room, and whose tokens were taken away.
final class Roster {
    /// Tokens of removed people that are remembered: who holds one may have a connection open that has not joined yet.
    private static final int REMOVED_TOKENS = 1_000;

    private final Map<ParticipantId, Participant> participants = new LinkedHashMap<>();
    private final Set<String> removedTokens = new LinkedHashSet<>();
    private final Set<String> keptOut = new HashSet<>();

    void add(Participant participant) {
        participants.put(participant.id(), participant);
    }

    void remove(Participant participant) {
        participants.remove(participant.id());
    }

    Set<ParticipantId> ids() {
        return participants.keySet();
    }

    /// In the order in which they came; a copy.
    List<Participant> all() {
        return List.copyOf(participants.values());
    }

    int size() {
        return participants.size();
    }

    boolean isEmpty() {
        return participants.isEmpty();
    }

    Optional<Participant> find(ParticipantId id) {
        return Optional.ofNullable(participants.get(id));
    }

    Optional<Participant> bySecret(String secret) {
        Optional<Participant> found = Optional.empty();
        for (Participant p : participants.values()) {
            // No early end: how long it takes must not say who it was.
            found = p.hasSecret(secret) ? Optional.of(p) : found;
        }
        return found;
    }

    /// Those who came with this token, which opens nothing from now on.
    List<Participant> removeToken(String tokenId) {
        removedTokens.add(tokenId);
        if (removedTokens.size() > REMOVED_TOKENS) {
            removedTokens.remove(removedTokens.iterator().next());
        }
        return participants.values().stream()
                .filter(p -> p.admission().tokenId().equals(tokenId))
                .toList();
    }

    /// Someone with an account gets a new token whenever they want: until the meeting is over none of theirs lets
    /// them in. A guest is whoever says so, which only a room without guests can stop; a moderator would lock out
    /// the owner.
    void keepOut(Admission removed) {
        if (removed.isAccount() && removed.role() != Role.MODERATOR && keptOut.size() < REMOVED_TOKENS) {
            keptOut.add(removed.subject());
        }
    }

    /// The meeting is over.
    void forgive() {
        keptOut.clear();
    }

    boolean isRemoved(Admission admission) {
        return removedTokens.contains(admission.tokenId())
                || (admission.role() != Role.MODERATOR && keptOut.contains(admission.subject()));
    }
}
