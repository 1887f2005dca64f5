package dev.moim.signaling.socket;

import jakarta.websocket.Session;
import java.security.Principal;

/// Whoever a session belongs to: the one thing of our own that the engine carries from the handshake to the endpoint.
interface Visitor extends Principal {
    void onOpen(Session session);

    void onText(String text);

    void onClosed();

    void onFault(Throwable fault);
}
