package dev.moim.media.speaker;

import dev.moim.media.PeerId;

/// How loud one participant is, from the levels in its packets (RFC 6464). Quick to rise, slow to fall. One thread.
public final class Voice {
    /// Louder than that is speech, in dB above -127 dBov: background noise is at 55 to 70, speech at 85 to 110.
    static final double SPEECH = 77;

    private static final int SILENT_LEVEL = 127;
    private static final double ATTACK_NANOS = 60e6;
    private static final double RELEASE_NANOS = 400e6;

    /// No packet for so long is silence: a browser with DTX sends none, or one in 400 ms.
    private static final long GAP_NANOS = 100_000_000;

    private final PeerId peer;
    private boolean heard;
    private double loudness;
    private long updatedNanos;

    Voice(PeerId peer) {
        this.peer = peer;
    }

    public PeerId peer() {
        return peer;
    }

    /// @param level -dBov, 0 (loud) to 127 (silent)
    public void onLevel(int level, long nowNanos) {
        double sample = SILENT_LEVEL - level;
        double elapsed = heard ? Math.max(0, nowNanos - updatedNanos) : ATTACK_NANOS;
        double constant = sample > loudness ? ATTACK_NANOS : RELEASE_NANOS;
        loudness += (sample - loudness) * elapsed / (elapsed + constant);
        updatedNanos = nowNanos;
        heard = true;
    }

    /// 0 to 127, in dB.
    public double loudness(long nowNanos) {
        long silence = nowNanos - updatedNanos - GAP_NANOS;
        return !heard || silence <= 0 ? loudness : loudness * RELEASE_NANOS / (RELEASE_NANOS + silence);
    }

    /// The microphone was switched off.
    public void silence() {
        loudness = 0;
        heard = false;
    }
}
