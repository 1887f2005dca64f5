package dev.moim.media.dtls;

import java.io.IOException;

/// Ends an attempt that waits for the rest of a ClientHello while another one has come.
final class StaleHelloException extends IOException {
    private static final long serialVersionUID = 1;

    StaleHelloException() {
        super("another ClientHello came");
    }
}
