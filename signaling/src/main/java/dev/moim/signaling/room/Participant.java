package dev.moim.signaling.room;

import dev.moim.signaling.protocol.Media;
import dev.moim.signaling.protocol.ParticipantInfo;
import dev.moim.signaling.protocol.RoleName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/// One stay of one person: what the room remembers of it.
final class Participant {
    /// How the media path is doing.
    enum Path {
        NONE,
        CONNECTED,
        CLOSED
    }

    private final ParticipantId id;
    private final String name;
    private final String secret;
    private final Instant joinedAt;
    private Admission admission;
    private Media media;
    private Path path = Path.NONE;
    /// When a participant without a connection leaves; empty while there is a connection.
    private Optional<Instant> leavesAt = Optional.empty();

    private Optional<Instant> typingUntil = Optional.empty();
    private final TokenBucket typingRate;
    private final Postings postings;

    Participant(RoomEvent.Join join, String name, Media media, Postings postings, Instant now) {
        this.id = join.participant();
        this.name = name;
        this.secret = join.secret();
        this.admission = join.admission();
        this.media = media;
        this.postings = postings;
        this.joinedAt = now;
        // People start and stop typing a few times per message; more is noise to everyone else.
        this.typingRate = new TokenBucket(10, 1, now);
    }

    ParticipantId id() {
        return id;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    String name() {
        return name;
    }

    Admission admission() {
        return admission;
    }

    boolean may(Role.Grant grant) {
        return admission.role().may(grant);
    }

    String secret() {
        return secret;
    }

    /// Takes the same time for every secret of one length.
    boolean hasSecret(String candidate) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    Media media() {
        return media;
    }

    void setMedia(Media media) {
        this.media = media;
    }

    Path path() {
        return path;
    }

    void setPath(Path path) {
        this.path = path;
    }

    boolean connected() {
        return leavesAt.isEmpty();
    }

    Optional<Instant> leavesAt() {
        return leavesAt;
    }

    void onDisconnected(Instant leavesAt) {
        this.leavesAt = Optional.of(leavesAt);
    }

    void onReattached(Admission admission) {
        this.admission = admission;
        leavesAt = Optional.empty();
    }

    Optional<Instant> typingUntil() {
        return typingUntil;
    }

    void setTypingUntil(Optional<Instant> until) {
        typingUntil = until;
    }

    TokenBucket typingRate() {
        return typingRate;
    }

    Postings postings() {
        return postings;
    }

    ParticipantInfo info() {
        return new ParticipantInfo(
                id.value(), name, RoleName.valueOf(admission.role().name()), media, connected());
    }

    Fact.ParticipantLeft left(String reason, int count, Instant now) {
        return new Fact.ParticipantLeft(now, id, name, admission.subject(), reason, count);
    }

    RoomSnapshot.Present present() {
        return new RoomSnapshot.Present(info(), admission.subject(), joinedAt);
    }
}
