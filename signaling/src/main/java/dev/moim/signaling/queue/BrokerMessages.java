package dev.moim.signaling.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/// What goes over the broker, as JSON. What a newer Moim adds is ignored.
final class BrokerMessages {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private BrokerMessages() {}

    /// To whoever does the work.
    ///
    /// @param ticket names this run
    record Order(String kind, String key, String ticket, String text) {
        JobKey job() {
            return new JobKey(kind, key);
        }

        Report report(State state, String outcome) {
            return new Report(kind, key, ticket, state, outcome);
        }
    }

    /// How far a run is.
    enum State {
        WORKS,
        DONE,
        FAULT
    }

    /// Back to the server.
    ///
    /// @param outcome what the labour said; empty before
    record Report(String kind, String key, String ticket, State state, String outcome) {
        JobKey job() {
            return new JobKey(kind, key);
        }
    }

    static byte[] write(Record message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text is always JSON", e);
        }
    }

    /// @throws IOException when it is something else
    static <T extends Record> T read(byte[] body, Class<T> type) throws IOException {
        T message = JSON.readValue(body, type);
        for (var part : type.getRecordComponents()) {
            try {
                if (part.getAccessor().invoke(message) == null) {
                    throw new IOException("a message without " + part.getName());
                }
            } catch (ReflectiveOperationException e) {
                throw new IOException("not a message of this server", e);
            }
        }
        return message;
    }
}
