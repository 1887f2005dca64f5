package dev.moim.stunturn.ice;

import static dev.moim.stunturn.ice.Gateway.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.ice.IceClient.State;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Client and gateway, datagram by datagram, without a network.
class IceClientTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final IceCredentials LOCAL = new IceCredentials("clnt", "c".repeat(22));
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Gateway gateway = new Gateway();
    private final RecordedPaths told = new RecordedPaths();
    private final LiteSession session = gateway.open(told);
    private final IceClient client = new IceClient(LOCAL, session.credentials(), SERVER, new Random(1), 0);

    private byte[] answerTo(byte[] check) {
        return Objects.requireNonNull(gateway.put(check, PHONE));
    }

    private boolean take(byte[] datagram, InetSocketAddress from) {
        return client.onDatagram(datagram, 0, datagram.length, from, 0);
    }

    @Test
    void aCheckConnectsAndTheListenerHearsOfItBeforeTheAnswer() {
        byte[] check = Objects.requireNonNull(client.poll(0));
        List<byte[]> answers = new ArrayList<>();
        gateway.lite.onDatagram(
                check,
                0,
                check.length,
                PHONE,
                (buffer, offset, length) -> {
                    assertThat(told.paths).containsExactly(new RecordedPaths.Told(PHONE, true));
                    answers.add(buffer);
                },
                0);

        assertThat(answers).hasSize(1);
        assertThat(take(answers.getFirst(), SERVER)).isTrue();
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(client.poll(0)).isNull();
    }

    @Test
    void theCheckIsWhatTheRfcsWant() {
        byte[] check = Objects.requireNonNull(client.poll(0));
        String name = session.credentials().ufrag() + ":clnt";
        byte[] username = name.getBytes(StandardCharsets.US_ASCII);

        // RFC 8445 section 7.1.1: PRIORITY, ICE-CONTROLLING, USE-CANDIDATE; ice4j writes them first.
        assertThat(Arrays.copyOfRange(check, 20, 24)).containsExactly(0, 0x24, 0, 4);
        assertThat(Arrays.copyOfRange(check, 28, 32)).containsExactly(0x80, 0x2A, 0, 8);
        assertThat(Arrays.copyOfRange(check, 40, 44)).containsExactly(0, 0x25, 0, 0);
        assertThat(Arrays.copyOfRange(check, 44, 48)).containsExactly(0, 6, 0, username.length);
        assertThat(Arrays.copyOfRange(check, 48, 48 + username.length)).isEqualTo(username);
        assertThat(gateway.nominate(session.credentials(), PHONE)).isTrue();
    }

    @Test
    void anUnansweredCheckIsRepeatedAsRfc8489Says() {
        List<Long> times = new ArrayList<>();
        byte[] first = Objects.requireNonNull(client.poll(0));
        times.add(0L);
        long now = 0;
        while (client.state() == State.CHECKING) {
            now += MILLISECOND;
            byte[] again = client.poll(now);
            if (again != null) {
                assertThat(again).isEqualTo(first);
                times.add(now / MILLISECOND);
            }
        }

        assertThat(times).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 31_500L);
        assertThat(now / MILLISECOND).isEqualTo(39_500);
        assertThat(client.state()).isEqualTo(State.FAILED);
        assertThat(client.nextPollNanos(now) - now).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void consentIsAskedForWithNewTransactionsAboutEvery5Seconds() {
        byte[] check = Objects.requireNonNull(client.poll(0));
        assertThat(take(answerTo(check), SERVER)).isTrue();
        long before = 0;
        for (int i = 0; i < 20; i++) {
            long due = client.nextPollNanos(before);
            assertThat(due - before).isBetween(4000 * MILLISECOND, 6000 * MILLISECOND);
            assertThat(client.poll(due - 1)).isNull();
            byte[] next = Objects.requireNonNull(client.poll(due));
            assertThat(Arrays.copyOfRange(next, 8, 20)).isNotEqualTo(Arrays.copyOfRange(check, 8, 20));
            byte[] answer = answerTo(next);
            assertThat(client.onDatagram(answer, 0, answer.length, SERVER, due)).isTrue();
            check = next;
            before = due;
        }
    }

    @Test
    void consentEnds30SecondsAfterTheLastAnswer() {
        assertThat(take(answerTo(Objects.requireNonNull(client.poll(0))), SERVER))
                .isTrue();
        long now = 0;
        while (client.state() == State.CONNECTED) {
            now = client.nextPollNanos(now);
            client.poll(now);
        }

        assertThat(now).isEqualTo(30_000 * MILLISECOND);
    }

    @Test
    void aRestartUsesTheNewCredentials() {
        assertThat(take(answerTo(Objects.requireNonNull(client.poll(0))), SERVER))
                .isTrue();
        client.restart(LOCAL, session.restart(), 5);
        assertThat(client.state()).isEqualTo(State.CHECKING);

        assertThat(take(answerTo(Objects.requireNonNull(client.poll(5))), SERVER))
                .isTrue();
        assertThat(client.state()).isEqualTo(State.CONNECTED);
        assertThat(gateway.lite.logins()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNotOursConnectsNothing() {
        byte[] check = Objects.requireNonNull(client.poll(0));
        byte[] good = answerTo(check);
        byte[] changed = good.clone();
        changed[30] ^= 1;
        byte[] otherTransaction = RawStun.message(RawStun.BINDING_SUCCESS, "transaction!")
                .attribute(RawStun.XOR_MAPPED_ADDRESS, new byte[] {0, 1, 1, 1, 1, 1, 1, 1})
                .integrity(session.credentials().password())
                .bytes();

        assertThat(take(changed, SERVER)).isFalse();
        assertThat(take(otherTransaction, SERVER)).isFalse();
        assertThat(take(good, new InetSocketAddress("192.0.2.66", 3478))).isFalse();
        assertThat(take(check, SERVER)).isFalse();
        assertThat(take(new byte[5], SERVER)).isFalse();
        assertThat(client.state()).isEqualTo(State.CHECKING);
        assertThat(take(good, SERVER)).isTrue();
        assertThat(take(good, SERVER)).as("a second time").isFalse();
    }
}
