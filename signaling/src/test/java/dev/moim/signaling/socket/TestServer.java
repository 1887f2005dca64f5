package dev.moim.signaling.socket;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The HTTP server with the signaling channel on a free port, and nothing else of the product.
final class TestServer implements AutoCloseable {
    private final EmbeddedServer server;

    private TestServer(EmbeddedServer server) {
        this.server = server;
    }

    static TestServer start(Map<String, Object> settings) {
        var properties = new HashMap<String, Object>(settings);
        properties.put("micronaut.server.port", -1);
        properties.put("micronaut.server.host", "127.0.0.1");
        properties.put("moim.udp-port", 0);
        properties.put("moim.media-loops", 1);
        properties.put(FakeHouse.PROPERTY, true);
        return new TestServer(ApplicationContext.builder("test")
                .deduceEnvironment(false)
                .enableDefaultPropertySources(false)
                .properties(properties)
                .start()
                .getBean(EmbeddedServer.class)
                .start());
    }

    int port() {
        return server.getPort();
    }

    <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /// Through the handshake, with a good token.
    RawClient open(String role, String person) throws IOException {
        RawClient client = connect();
        client.handshake("r-1", "good-" + role + "-" + person);
        return client;
    }

    @Override
    public void close() {
        server.getApplicationContext().close();
    }
}
