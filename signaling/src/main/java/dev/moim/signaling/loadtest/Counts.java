package dev.moim.signaling.loadtest;

/// What came in slots, or the sum over several.
///
/// @param received different packets
/// @param lost numbers that never came
/// @param duplicates packets that had come before
/// @param reordered packets that came after a later one without having been asked for again
/// @param repaired packets that came after they were asked for again
/// @param breaks jumps of the sequence number or the timestamp that an endless stream does not make
/// @param misplaced payloads that are not ours, or not the next of their stream
record Counts(long received, long lost, long duplicates, long reordered, long repaired, long breaks, long misplaced) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(
                received + other.received,
                lost + other.lost,
                duplicates + other.duplicates,
                reordered + other.reordered,
                repaired + other.repaired,
                breaks + other.breaks,
                misplaced + other.misplaced);
    }
}
