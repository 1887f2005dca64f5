package dev.moim.signaling.conference;

import dev.moim.media.MediaKind;
import dev.moim.media.SourceKind;
import dev.moim.signaling.protocol.TrackInfo;
import dev.moim.signaling.sdp.MediaSection;
import dev.moim.signaling.sdp.SessionDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the client says that its sections carry, held against the sections.
final class Tracks {
    private Tracks() {}

    /// What each sending section carries, by mid.
    ///
    /// @throws TracksException when two tracks have the same source or mid, when no section has the mid, or when
    ///     the section is of the other kind: sound in a video section would reach nobody
    static Map<String, SourceKind> kinds(List<TrackInfo> tracks, SessionDescription offer) {
        Map<String, String> sections = new HashMap<>();
        for (MediaSection section : offer.sections()) {
            sections.put(section.mid(), section.kind());
        }
        Map<String, SourceKind> kinds = new HashMap<>();
        for (TrackInfo track : tracks) {
            SourceKind kind = Sources.kind(track.source());
            if (kinds.containsValue(kind) || kinds.put(track.mid(), kind) != null) {
                throw new TracksException("tracks name a source or a mid twice");
            }
            String wanted = kind.media() == MediaKind.AUDIO ? "audio" : "video";
            String offered = sections.get(track.mid());
            if (offered == null) {
                throw new TracksException("no section of the offer has the mid of the " + words(kind));
            }
            if (!offered.equals(wanted)) {
                throw new TracksException("the " + words(kind) + " needs a section of " + wanted);
            }
        }
        return kinds;
    }

    private static String words(SourceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
