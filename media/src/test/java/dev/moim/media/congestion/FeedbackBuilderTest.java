package dev.moim.media.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.media.rtcp.RtcpHandler;
import dev.moim.media.rtcp.RtcpReader;
import dev.moim.media.rtcp.TransportFeedback;
import dev.moim.media.track.CompoundWriter;
import dev.moim.media.track.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeedbackBuilderTest {
    private static final long MILLI = 1_000_000;

    private final FeedbackBuilder builder = new FeedbackBuilder();
    private final CompoundWriter writer = new CompoundWriter();
    private final TreeMap<Integer, Long> arrivals = new TreeMap<>();
    private final List<Integer> counts = new ArrayList<>();
    private long now = -50 * MILLI;

    private void poll() {
        poll(() -> {});
    }

    /// @param before fills the compound
    private void poll(Runnable before) {
        writer.begin((bytes, offset, length) -> {
            boolean readable = new RtcpReader().read(bytes, offset, length, new RtcpHandler() {
                @Override
                public void onTransportFeedback(TransportFeedback feedback) {
                    counts.add(feedback.feedbackCount());
                    for (int i = 0; i < feedback.receivedCount(); i++) {
                        long ticks = feedback.referenceTime() * 256L + feedback.arrivalTicks(i);
                        arrivals.put((feedback.baseSequenceNumber() + feedback.index(i)) & 0xFFFF, ticks * 250_000);
                    }
                }
            });
            assertThat(readable).isTrue();
        });
        before.run();
        builder.poll(writer, now);
        writer.end();
    }

    @Test
    void everyArrivalIsToldOnceWithItsTimeAroundTheWrap() {
        for (int i = 0; i < 500; i++) {
            int number = (65_400 + i) & 0xFFFF;
            if (i % 7 != 3) {
                builder.onArrival(number, 9, now);
            }
            now += 2 * MILLI;
            poll();
        }
        now += 100 * MILLI;
        poll();
        assertThat(arrivals).hasSize(500 - 71);
        long difference = arrivals.getOrDefault(65_401, 0L) - arrivals.getOrDefault(65_400, 0L);
        assertThat(difference).isBetween(MILLI * 3 / 2, MILLI * 5 / 2);
        for (int i = 0; i < counts.size(); i++) {
            assertThat(counts.get(i)).isEqualTo(i);
        }
        assertThat(counts).hasSizeBetween(18, 25);
    }

    @Test
    void manyArrivalsAreToldWithoutWaiting() {
        builder.onArrival(1, 9, now);
        poll();
        assertThat(counts).hasSize(1);
        builder.onArrival(2, 9, now);
        poll();
        assertThat(counts).as("the interval").hasSize(1);
        for (int i = 3; i < 103; i++) {
            builder.onArrival(i, 9, now);
        }
        poll();
        assertThat(arrivals).hasSize(102);
        assertThat(builder.deadlineNanos(now)).isEqualTo(Deadline.NEVER);
    }

    @Test
    void aJumpStartsOver() {
        builder.onArrival(1, 9, now);
        builder.onArrival(20_000, 9, now);
        poll();
        assertThat(arrivals).containsOnlyKeys(20_000);
    }

    @Test
    void arrivalsAreToldHoweverFullTheCompoundIs() {
        for (int requests = 80; requests < 105; requests++) {
            arrivals.clear();
            for (int i = 0; i < 10; i++) {
                builder.onArrival(requests * 10 + i, 9, now);
            }
            now += 100 * MILLI;
            int before = requests;
            poll(() -> {
                for (int i = 0; i < before; i++) {
                    writer.pictureLossIndication(5);
                }
            });
            assertThat(arrivals).as("behind %d requests", requests).hasSize(10);
        }
    }
}
