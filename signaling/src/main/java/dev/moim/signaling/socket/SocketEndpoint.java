package dev.moim.signaling.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;

/// The jakarta.websocket endpoint of the signaling channel: hands each session to its [Visitor]. Public because the
/// engine calls it by reflection.
public final class SocketEndpoint extends Endpoint {
    private final int maxMessageBytes;

    SocketEndpoint(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(maxMessageBytes);
        Visitor visitor = visitor(session);
        visitor.onOpen(session);
        // A lambda would not tell the engine the type of its messages.
        session.addMessageHandler(String.class, new MessageHandler.Whole<>() {
            @Override
            public void onMessage(String text) {
                visitor.onText(text);
            }
        });
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        visitor(session).onClosed();
    }

    /// The engine tells of a handler's exception here and leaves the session open.
    @Override
    public void onError(Session session, Throwable fault) {
        visitor(session).onFault(fault);
    }

    private static Visitor visitor(Session session) {
        return (Visitor) session.getUserPrincipal();
    }
}
