package dev.moim.signaling.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.media.SourceKind;
import dev.moim.signaling.protocol.Source;
import dev.moim.signaling.protocol.TrackInfo;
import dev.moim.signaling.sdp.SessionDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracksTest {
    private static final SessionDescription OFFER = SessionDescription.parse(
            """
            v=0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:0
            m=video 9 UDP/TLS/RTP/SAVPF 96
            a=mid:1
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            a=mid:2
            """);

    @Test
    void eachSourceIsInASectionOfItsKind() {
        assertThat(kinds(new TrackInfo("0", Source.MICROPHONE), new TrackInfo("1", Source.SCREEN)))
                .isEqualTo(Map.of("0", SourceKind.MICROPHONE, "1", SourceKind.SCREEN));
    }

    @Test
    void whatDoesNotFitTheSectionsIsRefusedInWords() {
        refuse("the microphone needs a section of audio", new TrackInfo("1", Source.MICROPHONE));
        refuse("the screen audio needs a section of audio", new TrackInfo("2", Source.SCREEN_AUDIO));
        refuse("the camera needs a section of video", new TrackInfo("0", Source.CAMERA));
        refuse("no section of the offer has the mid of the camera", new TrackInfo("9", Source.CAMERA));
        refuse("twice", new TrackInfo("0", Source.MICROPHONE), new TrackInfo("0", Source.SCREEN_AUDIO));
        refuse("twice", new TrackInfo("0", Source.MICROPHONE), new TrackInfo("1", Source.MICROPHONE));
    }

    private static void refuse(String message, TrackInfo... tracks) {
        assertThatThrownBy(() -> kinds(tracks))
                .isInstanceOf(TracksException.class)
                .hasMessageContaining(message);
    }

    private static Map<String, SourceKind> kinds(TrackInfo... tracks) {
        return Tracks.kinds(List.of(tracks), OFFER);
    }
}
