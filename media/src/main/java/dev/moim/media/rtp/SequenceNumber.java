package dev.moim.media.rtp;

/// Arithmetic on 16-bit RTP sequence numbers (RFC 3550 section 5.1, RFC 1982).
public final class SequenceNumber {
    private SequenceNumber() {}

    /// `a - b` as a signed distance, -32768 to 32767.
    public static int delta(int a, int b) {
        return (short) (a - b);
    }

    /// The 64-bit number nearest to `reference` whose low 16 bits are `sequenceNumber`.
    public static long extend(int sequenceNumber, long reference) {
        return reference + delta(sequenceNumber, (int) reference);
    }
}
