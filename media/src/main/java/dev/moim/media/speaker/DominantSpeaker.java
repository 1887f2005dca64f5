package dev.moim.media.speaker;

import dev.moim.media.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has the floor: the loudest for a while, so that a cough or a word of assent takes it from nobody. One thread.
public final class DominantSpeaker {
    /// How long somebody must be ahead while nobody else speaks.
    static final long TAKE_NANOS = 300_000_000;

    /// How long, while the one with the floor still speaks.
    static final long INTERRUPT_NANOS = 800_000_000;

    /// By how many dB, while the one with the floor still speaks.
    static final double MARGIN = 6;

    /// The floor is given back after that much silence.
    static final long RELEASE_NANOS = 3_000_000_000L;

    private final List<Voice> voices = new ArrayList<>();
    private @Nullable Voice dominant;
    private @Nullable Voice challenger;
    private long challengedNanos;
    private long spokeNanos;

    public Voice join(PeerId peer) {
        var voice = new Voice(peer);
        voices.add(voice);
        return voice;
    }

    public void leave(Voice voice) {
        voices.remove(voice);
        if (dominant == voice) {
            dominant = null;
        }
        if (challenger == voice) {
            challenger = null;
        }
    }

    public Optional<PeerId> dominant() {
        return Optional.ofNullable(dominant).map(Voice::peer);
    }

    /// To be called about ten times a second.
    ///
    /// @return whether [#dominant] changed
    public boolean poll(long nowNanos) {
        Voice before = dominant;
        Voice loudest = loudest(nowNanos);
        boolean speaking = dominant != null && dominant.loudness(nowNanos) >= Voice.SPEECH;
        if (speaking) {
            spokeNanos = nowNanos;
        }
        double bar = speaking && dominant != null ? dominant.loudness(nowNanos) + MARGIN : Voice.SPEECH;
        if (loudest == null || loudest == dominant || loudest.loudness(nowNanos) < bar) {
            challenger = null;
        } else if (challenger != loudest) {
            challenger = loudest;
            challengedNanos = nowNanos;
        } else if (nowNanos - challengedNanos >= (speaking ? INTERRUPT_NANOS : TAKE_NANOS)) {
            dominant = challenger;
            challenger = null;
            spokeNanos = nowNanos;
        }
        if (dominant != null && nowNanos - spokeNanos >= RELEASE_NANOS) {
            dominant = null;
        }
        return before != dominant;
    }

    private @Nullable Voice loudest(long nowNanos) {
        Voice loudest = null;
        for (int i = 0; i < voices.size(); i++) {
            Voice voice = voices.get(i);
            if (loudest == null || voice.loudness(nowNanos) > loudest.loudness(nowNanos)) {
                loudest = voice;
            }
        }
        return loudest;
    }
}
