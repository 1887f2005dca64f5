package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client says; docs/protocol.md describes each message. Constructors throw [ProtocolException] and take null
/// for a property that is missing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientMessage.Join.class, name = "join"),
    @JsonSubTypes.Type(value = ClientMessage.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = ClientMessage.Offer.class, name = "offer"),
    @JsonSubTypes.Type(value = ClientMessage.Candidate.class, name = "candidate"),
    @JsonSubTypes.Type(value = ClientMessage.SetMedia.class, name = "media"),
    @JsonSubTypes.Type(value = ClientMessage.View.class, name = "view"),
    @JsonSubTypes.Type(value = ClientMessage.Chat.class, name = "chat"),
    @JsonSubTypes.Type(value = ClientMessage.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = ClientMessage.Kick.class, name = "kick"),
    @JsonSubTypes.Type(value = ClientMessage.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ClientMessage.Ping.class, name = "ping"),
    @JsonSubTypes.Type(value = ClientMessage.Leave.class, name = "leave")
})
public sealed interface ClientMessage {
    /// Characters; an offer of fifty slots in Chromium has 273 KB.
    int MAX_SDP = 512 * 1024;

    int MAX_NAME = 64;
    int MAX_CHAT = 4_000;
    int MAX_TILES = 100;

    /// @param name empty when the token fixes it
    /// @param replaces the resume secret of an earlier stay of the same person
    record Join(Optional<String> name, Optional<SessionOffer> offer, Media media, Optional<String> replaces)
            implements ClientMessage {
        public Join(
                Optional<String> name, Optional<SessionOffer> offer, @Nullable Media media, Optional<String> replaces) {
            this.name = name.map(text -> Check.line("name", text, 1, MAX_NAME));
            this.offer = offer;
            this.media = media == null ? Media.OFF : media;
            this.replaces = replaces.map(secret -> Check.line("replaces", secret, 1, 128));
            if (this.name.filter(text -> !ShownName.isFit(text)).isPresent()) {
                throw ProtocolException.invalid("name", "name cannot be seen, or turns the text around it");
            }
        }

        /// Says no secret.
        @Override
        public String toString() {
            return "Join[name=" + name + ", media=" + media + "]";
        }
    }

    /// The offer within a [Join].
    record SessionOffer(String sdp, List<TrackInfo> tracks) {
        public SessionOffer(@Nullable String sdp, @Nullable List<TrackInfo> tracks) {
            this.sdp = Check.text("sdp", sdp, 1, MAX_SDP);
            this.tracks = trackList(tracks);
        }
    }

    /// @param n the highest number the client has
    record Resume(String secret, Long n) implements ClientMessage {
        public Resume(@Nullable String secret, @Nullable Long n) {
            this.secret = Check.line("secret", secret, 1, 128);
            this.n = Check.range("n", n, 0, Long.MAX_VALUE);
        }

        @Override
        public String toString() {
            return "Resume[n=" + n + "]";
        }
    }

    /// @param id at least 1; comes back in the answer
    record Offer(Integer id, String sdp, List<TrackInfo> tracks) implements ClientMessage {
        public Offer(@Nullable Integer id, @Nullable String sdp, @Nullable List<TrackInfo> tracks) {
            this.id = (int) Check.range("id", id == null ? null : id.longValue(), 1, Integer.MAX_VALUE);
            this.sdp = Check.text("sdp", sdp, 1, MAX_SDP);
            this.tracks = trackList(tracks);
        }
    }

    /// @param candidate empty for the end of candidates
    record Candidate(String mid, String candidate) implements ClientMessage {
        public Candidate(@Nullable String mid, @Nullable String candidate) {
            this.mid = Check.line("mid", mid, 0, 32);
            this.candidate = Check.line("candidate", candidate, 0, 1024);
        }
    }

    /// The message `media`.
    record SetMedia(boolean microphone, boolean camera, boolean screen, boolean screenAudio) implements ClientMessage {
        public Media media() {
            return new Media(microphone, camera, screen, screenAudio);
        }
    }

    /// @param tiles the most important first
    record View(List<Tile> tiles) implements ClientMessage {
        public View(@Nullable List<Tile> tiles) {
            this.tiles = Check.list("tiles", tiles, MAX_TILES);
        }
    }

    record Chat(String clientMessageId, String text) implements ClientMessage {
        public Chat(@Nullable String clientMessageId, @Nullable String text) {
            this.clientMessageId = Check.line("clientMessageId", clientMessageId, 1, 64);
            this.text = Check.text("text", text, 1, MAX_CHAT);
        }
    }

    record Typing(Boolean active) implements ClientMessage {
        public Typing(@Nullable Boolean active) {
            this.active = Check.present("active", active);
        }
    }

    record Kick(String participant) implements ClientMessage {
        public Kick(@Nullable String participant) {
            this.participant = Check.id("participant", participant);
        }
    }

    record Ack(Long n) implements ClientMessage {
        public Ack(@Nullable Long n) {
            this.n = Check.range("n", n, 0, Long.MAX_VALUE);
        }
    }

    record Ping(Long id) implements ClientMessage {
        public Ping(@Nullable Long id) {
            this.id = Check.present("id", id);
        }
    }

    record Leave() implements ClientMessage {}

    private static List<TrackInfo> trackList(@Nullable List<TrackInfo> tracks) {
        return tracks == null ? List.of() : Check.list("tracks", tracks, Source.values().length);
    }
}
