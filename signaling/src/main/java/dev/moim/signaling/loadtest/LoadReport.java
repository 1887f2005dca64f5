package dev.moim.signaling.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// What a [LoadMeeting] saw.
///
/// @param connected participants whose media path was ready
/// @param wanted participants in all
/// @param published media packets sent, without retransmissions
/// @param unusable datagrams that were no packet of ours, for example since they did not authenticate
/// @param p50Millis of the latency from a publisher's send call to a subscriber's receive call
/// @param answeredMillis median from the start of signaling to the answer
/// @param connectedMillis median from the start of signaling to the end of the DTLS handshake
/// @param firstPacketMillis median from the start of signaling to the first media packet, 0 without any
/// @param firstKeyFrameMillis median from the start of signaling to the first packet of a key frame, 0 without any
public record LoadReport(
        int connected,
        int wanted,
        double seconds,
        long published,
        long received,
        long lost,
        long duplicates,
        long reordered,
        long repaired,
        long breaks,
        long misplaced,
        long unusable,
        double p50Millis,
        double p99Millis,
        double answeredMillis,
        double connectedMillis,
        double firstPacketMillis,
        double firstKeyFrameMillis) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    /// On the media thread.
    static LoadReport of(List<Guest> guests, int wanted, long published, long nanos, LatencyHistogram latency) {
        Counts counts =
                guests.stream().map(guest -> guest.media().reception().counts()).reduce(Counts.NONE, Counts::plus);
        return new LoadReport(
                guests.size(),
                wanted,
                nanos / NANOS_PER_SECOND,
                published,
                counts.received(),
                counts.lost(),
                counts.duplicates(),
                counts.reordered(),
                counts.repaired(),
                counts.breaks(),
                counts.misplaced(),
                guests.stream().mapToLong(guest -> guest.media().drops()).sum(),
                latency.percentileMillis(0.5),
                latency.percentileMillis(0.99),
                median(guests, guest -> true, Guest::answeredNanos),
                median(guests, guest -> true, Guest::connectedNanos),
                median(guests, guest -> guest.media().reception().hasPacket(), guest -> guest.media()
                        .reception()
                        .firstPacketNanos()),
                median(guests, guest -> guest.media().reception().hasKeyFrame(), guest -> guest.media()
                        .reception()
                        .firstKeyFrameNanos()));
    }

    private static double median(List<Guest> guests, Predicate<Guest> has, ToLongFunction<Guest> moment) {
        long[] sorted = guests.stream()
                .filter(has)
                .mapToLong(guest -> moment.applyAsLong(guest) - guest.startedNanos())
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2] / NANOS_PER_MILLI;
    }

    /// Lost numbers to all that there should be, 0 to 1.
    public double loss() {
        return lost == 0 ? 0 : (double) lost / (received + lost);
    }

    /// A line for each figure.
    public String text() {
        return String.format(
                Locale.ROOT,
                """
                participants: %d of %d connected
                out: %.0f packets/s
                in: %.0f packets/s
                lost: %d (%.4f %%)
                duplicates: %d
                reordered: %d
                repaired: %d
                breaks: %d
                misplaced: %d
                unusable: %d
                latency: p50 %.2f ms, p99 %.2f ms
                join: answer %.0f ms, connected %.0f ms, first packet %.0f ms, first key frame %.0f ms (medians)
                """,
                connected,
                wanted,
                published / seconds,
                received / seconds,
                lost,
                loss() * 100,
                duplicates,
                reordered,
                repaired,
                breaks,
                misplaced,
                unusable,
                p50Millis,
                p99Millis,
                answeredMillis,
                connectedMillis,
                firstPacketMillis,
                firstKeyFrameMillis);
    }
}
