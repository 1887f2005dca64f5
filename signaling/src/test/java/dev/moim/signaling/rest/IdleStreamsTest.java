package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.Accounts;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// Streams on which nothing happens cost the database nothing, however many there are.
class IdleStreamsTest extends RestTest {
    private static final int STREAMS = 50;
    private static final int HEARTBEATS = 20;
    private static final Pattern TABLES =
            Pattern.compile("\\b(?:rooms|sessions|users|revoked_tokens|events|event_logs)\\b");

    @Inject
    EmbeddedServer server;

    @Inject
    DataSource database;

    @Inject
    Accounts accounts;

    @Override
    Map<String, String> settings() {
        return Map.of("moim.alerts.heartbeat", "100ms", "moim.alerts.recheck", "1h");
    }

    @Test
    void readersWhoWaitDoNotQuery() throws Exception {
        accounts.add("owner", Rest.PASSWORD, false);
        Rest owner = Rest.anonymous(server).signedIn("owner");
        String room = owner.room("Quiet");
        String guest = Rest.anonymous(server)
                .post("/api/v1/rooms/" + room + "/tokens", Map.of())
                .text("token");
        var streams = new ArrayList<RawStream>();
        try (Connection connection =
                DelegatingDataSource.unwrapDataSource(database).getConnection()) {
            for (int i = 0; i < STREAMS; i++) {
                String token = i % 2 == 0 ? owner.token() : guest;
                streams.add(new RawStream(
                        server.getPort(), "/api/v1/rooms/" + room + "/events", "Authorization: Bearer " + token));
            }
            for (RawStream stream : streams) {
                assertThat(stream.head().getFirst()).contains("200");
                assertThat(stream.line()).isEqualTo("retry: 2000");
            }
            awaitHeartbeats(streams, 1);
            run(connection, "set query_statistics true");
            owner.get("/api/v1/auth/me");
            long before = queries(connection, "before");
            assertThat(before).as("it is counted").isPositive();
            awaitHeartbeats(streams, HEARTBEATS);
            assertThat(queries(connection, "after") - before).as("queries").isLessThan(STREAMS);
        } finally {
            for (RawStream stream : streams) {
                stream.close();
            }
        }
    }

    private static void awaitHeartbeats(List<RawStream> streams, int count) throws IOException {
        for (RawStream stream : streams) {
            for (int i = 0; i < count; i++) {
                assertThat(stream.line()).isEqualTo(":");
            }
        }
    }

    /// @param name another one each time: H2 gives the same words the same answer while no table has changed
    private static long queries(Connection connection, String name) throws SQLException {
        long count = 0;
        try (var query = connection.createStatement();
                var row = query.executeQuery(
                        "select sql_statement, execution_count from information_schema.query_statistics " + name)) {
            while (row.next()) {
                if (TABLES.matcher(row.getString(1)).find()) {
                    count += row.getLong(2);
                }
            }
        }
        return count;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
