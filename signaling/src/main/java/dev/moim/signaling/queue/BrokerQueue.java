package dev.moim.signaling.queue;

import java.util.Map;

/// A queue of the broker: durable, on the disk of a majority of its nodes, and bounded. A full one refuses, so that
/// rows wait in the database.
///
/// @param arguments the same for ever: RabbitMQ refuses to declare a queue with others than it has
record BrokerQueue(String name, Map<String, Object> arguments) {
    private static final int MAX_MESSAGES = 10_000;
    /// Deaths of processes that one order survives. Then it goes to the reports: a failed attempt.
    private static final int DELIVERIES = 5;

    /// With 2 s between them more than [Dispatch#SILENCE]: by then the row is due again, and asks anew.
    private static final int REPORT_DELIVERIES = 100;

    private static final String DELIVERY_LIMIT = "x-delivery-limit";
    private static final String TYPE = "x-queue-type";
    private static final String LENGTH = "x-max-length";
    private static final String OVERFLOW = "x-overflow";

    static BrokerQueue orders(String prefix, String kind) {
        return new BrokerQueue(
                prefix + ".orders." + kind,
                Map.of(
                        TYPE,
                        "quorum",
                        LENGTH,
                        MAX_MESSAGES,
                        OVERFLOW,
                        "reject-publish",
                        DELIVERY_LIMIT,
                        DELIVERIES,
                        "x-dead-letter-exchange",
                        "",
                        "x-dead-letter-routing-key",
                        prefix + ".reports"));
    }

    static BrokerQueue reports(String prefix) {
        return new BrokerQueue(
                prefix + ".reports",
                Map.of(
                        TYPE,
                        "quorum",
                        LENGTH,
                        MAX_MESSAGES,
                        OVERFLOW,
                        "reject-publish",
                        DELIVERY_LIMIT,
                        REPORT_DELIVERIES));
    }
}
