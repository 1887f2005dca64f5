package dev.moim.signaling.queue;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Where RabbitMQ is.
///
/// @param uri `amqp://user:password@host:port/vhost`, or `amqps` with TLS; the password is told to nobody
/// @param prefix of the queues' names: one for each Moim on a broker
/// @param workHere whether this process does the work that it finds in the queues
@ConfigurationProperties("moim.rabbitmq")
record BrokerSettings(
        @Bindable(defaultValue = "amqp://localhost") String uri,
        @Bindable(defaultValue = "moim") String prefix,
        @Bindable(defaultValue = "true") boolean workHere) {
    BrokerSettings {
        if (!prefix.matches("[A-Za-z0-9._-]{1,50}")) {
            throw new IllegalArgumentException("moim.rabbitmq.prefix is 1 to 50 letters, digits, dots and hyphens");
        }
        if (!isUri(uri)) {
            throw new IllegalArgumentException(
                    "moim.rabbitmq.uri begins with amqp:// or amqps://, and unusual signs in its password are percent-encoded");
        }
    }

    private static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && Set.of("amqp", "amqps").contains(String.valueOf(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// Without the password.
    String address() {
        URI parsed = URI.create(uri);
        return parsed.getHost() + (parsed.getPort() < 0 ? "" : ":" + parsed.getPort());
    }

    BrokerQueue orders(String kind) {
        return BrokerQueue.orders(prefix, kind);
    }

    BrokerQueue reports() {
        return BrokerQueue.reports(prefix);
    }

    @Override
    public String toString() {
        return "BrokerSettings[" + address() + ", prefix=" + prefix + ", workHere=" + workHere + "]";
    }
}
