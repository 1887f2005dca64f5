package dev.moim.signaling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server that leaves all work to others, and others who do it badly.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerFaultsTest {
    private static final String ORDERS = "moim.orders." + ScriptedWorker.KIND;
    private static final String REPORTS = "moim.reports";
    private static final int MORE_THAN_IT_TAKES = 10_100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    private final RabbitServer rabbit = new RabbitServer();
    private final String key = UUID.randomUUID().toString();
    private ApplicationContext context;
    private Connection connection;
    private Channel channel;

    BrokerFaultsTest() throws IOException {}

    @BeforeAll
    void start() throws Exception {
        var settings = new HashMap<>(rabbit.settings());
        settings.putAll(Map.of("moim.data", data.toString(), "test.jobs", true, "moim.rabbitmq.work-here", false));
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .properties(settings)
                .start();
        var factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        connection = factory.newConnection();
        channel = connection.createChannel();
        // The server makes its queues once it is connected, and it connects by itself.
        ScriptedWorker.await("the queues", () -> exists(ORDERS) && exists(REPORTS));
    }

    /// On a channel of its own, since asking for one that is not there ends the channel.
    private boolean exists(String queue) {
        try {
            Channel probe = connection.createChannel();
            probe.queueDeclarePassive(queue);
            probe.close();
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    void stop() throws IOException {
        connection.close();
        context.close();
        rabbit.close();
    }

    private void submit(String what) {
        context.getBean(JobQueue.class).submit(new Job(ScriptedWorker.KIND, what, ""), Instant.now());
    }

    private boolean isThere(String what) {
        return context.getBean(JobRows.class).find(ScriptedWorker.KIND, what).isPresent();
    }

    private GetResponse take() {
        var taken = new AtomicReference<@Nullable GetResponse>();
        ScriptedWorker.await("an order", () -> {
            try {
                taken.set(channel.basicGet(ORDERS, false));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return taken.get() != null;
        });
        return Objects.requireNonNull(taken.get());
    }

    private static JsonNode json(GetResponse order) throws IOException {
        return JSON.readTree(order.getBody());
    }

    private void report(JsonNode order, String ticket, String outcome) throws IOException {
        var report = JSON.createObjectNode()
                .put("kind", order.get("kind").asText())
                .put("key", order.get("key").asText())
                .put("ticket", ticket)
                .put("state", "DONE")
                .put("outcome", outcome);
        channel.basicPublish("", REPORTS, null, JSON.writeValueAsBytes(report));
    }

    @Test
    void anOrderThatKillsItsWorkersBecomesAFailedAttempt() throws IOException {
        submit(key);
        String ticket = "";
        int deaths = 0;
        while (true) {
            GetResponse taken = take();
            JsonNode order = json(taken);
            boolean second = order.get("text").asText().startsWith("2\n");
            if (second) {
                channel.basicAck(taken.getEnvelope().getDeliveryTag(), false);
                assertThat(order.get("ticket").asText()).isNotEqualTo(ticket);
                report(order, order.get("ticket").asText(), "");
                break;
            }
            ticket = order.get("ticket").asText();
            channel.basicNack(taken.getEnvelope().getDeliveryTag(), false, true);
            deaths++;
            assertThat(deaths).as("a hot loop").isLessThan(10);
        }
        ScriptedWorker.await("the end", () -> !isThere(key));
    }

    @Test
    void aFullQueueIsAskedAgainAfterAPauseOnly() throws Exception {
        String waiting = key + "-waiting";
        try (Channel flood = connection.createChannel()) {
            flood.confirmSelect();
            for (int i = 0; i < MORE_THAN_IT_TAKES; i++) {
                flood.basicPublish("", ORDERS, null, new byte[0]);
            }
            flood.waitForConfirms();
        }
        submit(waiting);
        ScriptedWorker.await("a pause", () -> context.getBean(JobRows.class)
                .find(ScriptedWorker.KIND, waiting)
                .filter(row -> !row.runs() && row.executionTime().isAfter(Instant.now()))
                .isPresent());
        channel.queuePurge(ORDERS);
        GetResponse taken = take();
        channel.basicAck(taken.getEnvelope().getDeliveryTag(), false);
        assertThat(json(taken).get("key").asText()).isEqualTo(waiting);
        report(json(taken), json(taken).get("ticket").asText(), "");
        ScriptedWorker.await("the end", () -> !isThere(waiting));
    }

    @Test
    void onlyTheLatestTicketEndsAJobAndNonsenseEndsNothing() throws IOException {
        String other = key + "-other";
        submit(other);
        GetResponse taken = take();
        channel.basicAck(taken.getEnvelope().getDeliveryTag(), false);
        JsonNode order = json(taken);
        channel.basicPublish("", REPORTS, null, "nonsense".getBytes(StandardCharsets.UTF_8));
        channel.basicPublish("", REPORTS, null, "{\"kind\":\"scripted\"}".getBytes(StandardCharsets.UTF_8));
        report(order, UUID.randomUUID().toString(), "");
        // What comes back at once shows that the reports before it were read.
        report(order, order.get("ticket").asText(), Instant.now() + " false");
        GetResponse again = take();
        channel.basicAck(again.getEnvelope().getDeliveryTag(), false);
        assertThat(json(again).get("key").asText()).isEqualTo(other);
        assertThat(isThere(other)).isTrue();
        report(order, order.get("ticket").asText(), "");
        report(json(again), json(again).get("ticket").asText(), "");
        ScriptedWorker.await("the end", () -> !isThere(other));
    }
}
