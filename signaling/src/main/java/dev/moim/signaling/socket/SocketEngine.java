package dev.moim.signaling.socket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/// Tyrus, without a container of its own: bytes and requests come from Netty.
@Singleton
final class SocketEngine {
    private static final String PATH = "/api/v1/rooms/{room}/signaling";

    /// What may stand behind an incomplete frame in one read.
    private static final int READ_SLACK = 256 * 1024;

    private final Container container;

    SocketEngine(SignalingSettings settings) throws DeploymentException {
        // The frame guard keeps frames within the message limit, so the buffer never overflows.
        container = new Container(settings.maxMessageBytes() + READ_SLACK);
        container.register(ServerEndpointConfig.Builder.create(SocketEndpoint.class, PATH)
                .subprotocols(List.of(Handshake.SUBPROTOCOL))
                .configurator(new Configurator(settings.maxMessageBytes()))
                .build());
        container.doneDeployment();
    }

    /// @param response takes the headers of the answer
    WebSocketEngine.UpgradeInfo upgrade(HttpRequest request, Visitor visitor, TyrusUpgradeResponse response) {
        RequestContext context = RequestContext.Builder.create()
                .requestURI(URI.create(request.uri().split("[?]", 2)[0]))
                .queryString("")
                .userPrincipal(visitor)
                .build();
        for (CharSequence name : List.of(
                HttpHeaderNames.HOST,
                HttpHeaderNames.UPGRADE,
                HttpHeaderNames.CONNECTION,
                HttpHeaderNames.SEC_WEBSOCKET_KEY,
                HttpHeaderNames.SEC_WEBSOCKET_VERSION)) {
            context.getHeaders()
                    .put(name.toString(), List.of(request.headers().get(name).trim()));
        }
        // Only this: the token next to it is nobody else's business, and extensions stay off.
        context.getHeaders().put(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL.toString(), List.of(Handshake.SUBPROTOCOL));
        return container.getWebSocketEngine().upgrade(context, response);
    }

    /// Makes endpoints itself, so that they get what they need without reflection.
    private static final class Configurator extends ServerEndpointConfig.Configurator {
        private final int maxMessageBytes;

        Configurator(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new SocketEndpoint(maxMessageBytes));
        }
    }

    private static final class Container extends TyrusServerContainer {
        private final WebSocketEngine engine;

        Container(int incomingBufferSize) {
            super((Set<Class<?>>) null);
            engine = TyrusWebSocketEngine.builder(this)
                    .incomingBufferSize(incomingBufferSize)
                    .build();
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, "");
        }

        @Override
        public void register(ServerEndpointConfig config) throws DeploymentException {
            engine.register(config, "");
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }
    }
}
