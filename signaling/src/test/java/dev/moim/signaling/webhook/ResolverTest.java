package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moim.signaling.Eventually;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final InetAddress FOUND = InetAddress.ofLiteral("1.1.1.1");
    private static final WebhookSettings HASTY =
            new WebhookSettings(false, false, 20, Duration.ofMillis(1), Duration.ofSeconds(15));
    private static final WebhookSettings PATIENT =
            new WebhookSettings(false, false, 20, Duration.ofSeconds(60), Duration.ofSeconds(15));

    private final CountDownLatch back = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void end() {
        back.countDown();
    }

    /// Nobody can end a look-up: each takes its thread until the system gives up.
    @Test
    void aNameServerThatIsAwayHoldsOneThreadForEachName() throws Exception {
        var resolver = new Resolver(HASTY, this::lookUp);
        for (int attempt = 0; attempt < 200; attempt++) {
            assertThatThrownBy(() -> resolver.resolve("hung.example"))
                    .isInstanceOf(ResolverException.class)
                    .hasMessage("the name server does not answer");
        }
        assertThat(asked).hasValueLessThanOrEqualTo(1);
        back.countDown();
        Eventually.isTrue("it is looked up anew", () -> {
            try {
                return resolver.resolve("hung.example").equals(List.of(FOUND));
            } catch (ResolverException late) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        resolver.close();
    }

    @Test
    void otherNamesAreLookedUpMeanwhileAndNoAnswerIsKept() throws Exception {
        var resolver = new Resolver(PATIENT, this::lookUp);
        Thread waits = Thread.ofVirtual().start(() -> {
            try {
                resolver.resolve("hung.example");
            } catch (ResolverException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Eventually.isTrue("it hangs", () -> asked.get() == 1);
        assertThat(resolver.resolve("good.example")).isEqualTo(List.of(FOUND));
        assertThat(resolver.resolve("good.example")).isEqualTo(List.of(FOUND));
        assertThat(asked).hasValue(3);
        back.countDown();
        assertThat(waits.join(Duration.ofSeconds(60))).isTrue();
        resolver.close();
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        asked.incrementAndGet();
        try {
            if (host.startsWith("hung") && !back.await(60, TimeUnit.SECONDS)) {
                throw new UnknownHostException(host);
            }
        } catch (InterruptedException e) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {FOUND};
    }
}
