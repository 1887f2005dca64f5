package dev.moim.signaling.conference;

import dev.moim.media.HeaderExtension;
import dev.moim.media.MediaRoom;
import dev.moim.media.PeerId;
import dev.moim.media.SourceId;
import dev.moim.media.SourceKind;
import dev.moim.signaling.protocol.TrackInfo;
import dev.moim.signaling.sdp.AnswerSettings;
import dev.moim.signaling.sdp.Answerer;
import dev.moim.signaling.sdp.Fingerprint;
import dev.moim.signaling.sdp.Negotiated;
import dev.moim.signaling.sdp.SdpException;
import dev.moim.signaling.sdp.SessionDescription;
import dev.moim.stunturn.Candidate;
import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.IceSession;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One participant's media: its ICE session and what was negotiated. Used on its room's thread; only ICE's word comes
/// from other threads.
final class Call {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> EXTENSIONS =
            Arrays.stream(HeaderExtension.values()).map(HeaderExtension::uri).collect(Collectors.toUnmodifiableSet());

    private final PeerId peer;
    private final MediaPlane plane;
    private final MediaRoom media;
    private final Runnable onExpired;
    private final Answerer answerer = new Answerer(RANDOM::nextInt, RANDOM.nextLong() >>> 2);
    private @Nullable IceSession ice;
    private volatile boolean expired;
    private String clientUfrag = "";

    /// @param onExpired no ICE check came for 30 s; called on any thread
    Call(PeerId peer, MediaPlane plane, MediaRoom media, Runnable onExpired) {
        this.peer = peer;
        this.plane = plane;
        this.media = media;
        this.onExpired = onExpired;
    }

    /// Answers an offer and tells the engine.
    ///
    /// @throws SdpException when it cannot be answered; nothing has changed then
    /// @throws TracksException when the tracks do not fit its sections; nothing has changed then
    String answer(String sdp, List<TrackInfo> tracks) {
        SessionDescription offer = SessionDescription.parse(sdp);
        Map<String, SourceKind> kinds = Tracks.kinds(tracks, offer);
        String ufrag = offer.sections().stream()
                .flatMap(section -> section.ufrag().stream())
                .findFirst()
                .orElse("");
        // First, for new credentials end the old ones, and with them media that works.
        Answerer.check(offer, kinds.keySet(), EXTENSIONS);
        Negotiated negotiated = answerer.answer(offer, kinds.keySet(), settings(credentials(ufrag)));
        media.join(peer, Parameters.of(negotiated, kinds));
        return negotiated.sdp();
    }

    void setEnabled(SourceKind source, boolean enabled) {
        media.setEnabled(new SourceId(peer, source), enabled);
    }

    void leave() {
        media.leave(peer);
        if (ice != null) {
            ice.close();
        }
    }

    /// A client that changes its fragment restarts ICE (RFC 8445 section 9).
    private IceCredentials credentials(String ufrag) {
        boolean restarts = !ufrag.equals(clientUfrag);
        clientUfrag = ufrag;
        if (ice == null || expired) {
            expired = false;
            ice = plane.ice().open(new Paths(), System.nanoTime());
            return ice.credentials();
        }
        return restarts ? ice.restart() : ice.credentials();
    }

    private AnswerSettings settings(IceCredentials credentials) {
        var fingerprint = plane.media().fingerprint();
        return new AnswerSettings(
                credentials.ufrag(),
                credentials.password(),
                new Fingerprint(fingerprint.algorithm(), fingerprint.value()),
                plane.ice().candidates().stream().map(Candidate::attribute).toList(),
                EXTENSIONS,
                "moim");
    }

    private final class Paths implements IceSession.Listener {
        @Override
        public void onPath(InetSocketAddress remote, boolean nominated) {
            media.addPath(peer, remote, nominated);
        }

        @Override
        public void onPathLost(InetSocketAddress remote) {
            media.removePath(peer, remote);
        }

        @Override
        public void onExpired() {
            expired = true;
            onExpired.run();
        }
    }
}
