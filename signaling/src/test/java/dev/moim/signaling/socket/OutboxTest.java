package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.protocol.ErrorCode;
import dev.moim.signaling.protocol.ProtocolCodec;
import dev.moim.signaling.protocol.RemovalReason;
import dev.moim.signaling.protocol.ServerMessage;
import dev.moim.signaling.protocol.SharedMessage;
import dev.moim.signaling.room.CloseReason;
import dev.moim.signaling.room.ParticipantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Numbers, replay and the change of connections.
class OutboxTest {
    private static final ProtocolCodec CODEC = new ProtocolCodec();
    private static final ReplayBudget BUDGET = new ReplayBudget(1_000_000);

    private final FakeLine line = new FakeLine();
    private final Outbox outbox = outbox("p-1", line, 5, 10_000);

    @Test
    void messagesAreNumberedFromOneAndPongsAreNot() {
        outbox.offer(typing(true));
        outbox.offer(new ServerMessage.Pong(9));
        outbox.offer(typing(false));
        assertThat(line.numbers()).containsExactly(1L, 0L, 2L);
    }

    @Test
    void aResumeRepeatsExactlyWhatIsMissing() {
        offer(3);
        outbox.detach(line);
        offer(2);
        assertThat(line.sent).hasSize(3);
        var fresh = new FakeLine();
        Outbox newcomer = outbox("p-2", fresh, 5, 10_000);
        assertThat(outbox.resume(newcomer, 3)).isTrue();
        assertThat(fresh.sent.getFirst()).contains("\"type\":\"resumed\"").contains("\"missed\":2");
        assertThat(fresh.numbers()).containsExactly(6L, 4L, 5L);
        assertThat(fresh.outbox).containsSame(outbox);
        offer(1);
        assertThat(fresh.numbers().getLast()).isEqualTo(7L);
        assertThat(newcomer.connected()).isFalse();
    }

    @Test
    void whatIsAcknowledgedOrWasNeverSentCannotBeResumedFrom() {
        offer(4);
        outbox.ack(2);
        outbox.detach(line);
        assertThat(outbox.resume(outbox("p-2", new FakeLine(), 5, 10_000), 1)).isFalse();
        assertThat(outbox.resume(outbox("p-3", new FakeLine(), 5, 10_000), 5)).isFalse();
        assertThat(outbox.resume(outbox("p-4", new FakeLine(), 5, 10_000), 2)).isTrue();
    }

    @Test
    void theBufferIsBoundedByCount() {
        outbox.detach(line);
        offer(7);
        assertThat(outbox.resume(outbox("p-2", new FakeLine(), 5, 10_000), 1)).isFalse();
        assertThat(outbox.resume(outbox("p-3", new FakeLine(), 5, 10_000), 2)).isTrue();
    }

    @Test
    void theBufferIsBoundedBySize() {
        var small = new FakeLine();
        Outbox narrow = outbox("p-1", small, 1_000, 500);
        narrow.detach(small);
        for (int i = 0; i < 100; i++) {
            narrow.offer(typing(true));
        }
        assertThat(narrow.resume(outbox("p-2", new FakeLine(), 5, 10), 50)).isFalse();
        assertThat(narrow.resume(outbox("p-3", new FakeLine(), 5, 10), 95)).isTrue();
    }

    @Test
    void theConnectionBeforeIsToldAndClosedAndItsEndMeansNothing() {
        offer(1);
        var fresh = new FakeLine();
        outbox.resume(outbox("p-2", fresh, 5, 10_000), 1);
        assertThat(line.sent.getLast()).contains("\"reason\":\"resumed-elsewhere\"");
        assertThat(line.closed).contains(CloseReason.RESUMED_ELSEWHERE);
        assertThat(outbox.detach(line)).isFalse();
        assertThat(outbox.connected()).isTrue();
        assertThat(outbox.detach(fresh)).isTrue();
    }

    @Test
    void aClosedOutboxTakesAndGivesNothing() {
        outbox.close(CloseReason.KICKED);
        offer(1);
        assertThat(line.sent).isEmpty();
        assertThat(line.closed).contains(CloseReason.KICKED);
        assertThat(outbox.resume(outbox("p-2", new FakeLine(), 5, 10_000), 0)).isFalse();
    }

    @Test
    void aRefusalLetsTheClientTryAgain() {
        outbox.offer(new ServerMessage.Failure(ErrorCode.ROOM_FULL, Optional.empty(), Optional.empty(), "full"));
        assertThat(line.refusals).isEqualTo(1);
        assertThat(outbox.entered()).isFalse();
    }

    @Test
    void whoNeverAcknowledgesLosesWhatIsKeptWhenAllTogetherKeepTooMuch() {
        var budget = new ReplayBudget(20_000);
        var silentLine = new FakeLine();
        Outbox silent = new Outbox(new ParticipantId("s"), silentLine, CODEC, new ReplayBuffer(1_000, 100_000, budget));
        Outbox good = new Outbox(new ParticipantId("g"), line, CODEC, new ReplayBuffer(1_000, 100_000, budget));
        for (int n = 1; n <= 200; n++) {
            silent.offer(typing(true));
            good.offer(typing(true));
            good.ack(n - 1);
            assertThat(budget.bytes()).isLessThanOrEqualTo(20_000);
        }
        silent.detach(silentLine);
        good.detach(line);
        assertThat(silent.resume(outbox("p-2", new FakeLine(), 5, 10_000), 1)).isFalse();
    }

    @Test
    void whatManyKeepCountsOnceAndNothingIsLeftInTheEnd() {
        var budget = new ReplayBudget(1_000_000);
        var boxes = new ArrayList<Outbox>();
        for (int i = 0; i < 100; i++) {
            boxes.add(new Outbox(
                    new ParticipantId("p" + i), new FakeLine(), CODEC, new ReplayBuffer(1_000, 100_000, budget)));
        }
        var shared = new SharedMessage(new ServerMessage.Removed(RemovalReason.KICKED));
        var longer = new SharedMessage(new ServerMessage.Typing("p-" + "9".repeat(5_000), true));
        for (Outbox box : boxes) {
            box.offer(shared);
            box.offer(longer);
        }
        assertThat(budget.bytes()).isLessThan(40_000);
        for (Outbox box : boxes) {
            box.close(CloseReason.LEFT);
        }
        assertThat(budget.bytes()).isZero();
    }

    private void offer(int count) {
        for (int i = 0; i < count; i++) {
            outbox.offer(typing(true));
        }
    }

    private static ServerMessage typing(boolean active) {
        return new ServerMessage.Typing("p-9", active);
    }

    private static Outbox outbox(String id, Line line, int messages, int characters) {
        return new Outbox(new ParticipantId(id), line, CODEC, new ReplayBuffer(messages, characters, BUDGET));
    }

    private static final class FakeLine implements Line {
        final List<String> sent = new ArrayList<>();
        Optional<CloseReason> closed = Optional.empty();
        Optional<Outbox> outbox = Optional.empty();
        int refusals;

        @Override
        public void send(String json) {
            sent.add(json);
        }

        @Override
        public void close(CloseReason reason) {
            closed = Optional.of(reason);
        }

        @Override
        public void moveTo(Outbox other) {
            outbox = Optional.of(other);
        }

        @Override
        public void onRefused() {
            refusals++;
        }

        List<Long> numbers() {
            return sent.stream().map(json -> CODEC.readServer(json).n()).toList();
        }
    }
}
