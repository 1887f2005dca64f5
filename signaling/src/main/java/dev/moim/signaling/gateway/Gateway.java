package dev.moim.signaling.gateway;

import io.netty.handler.ssl.SslContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What all new connections share. Any thread.
@Singleton
final class Gateway {
    /// Connections that have not said what they are; each is closed after a few seconds, and costs some kilobytes.
    private static final int MAX_SILENT = 4096;

    private final StreamGuest guest;
    private final Certificate certificate;
    private final AtomicInteger silent = new AtomicInteger();

    Gateway(StreamGuest guest, Certificate certificate) {
        this.guest = guest;
        this.certificate = certificate;
    }

    StreamGuest guest() {
        return guest;
    }

    /// Empty without a certificate.
    Optional<SslContext> tls() {
        return certificate.context();
    }

    /// @return false when too many are silent
    boolean tryEnter() {
        if (silent.incrementAndGet() > MAX_SILENT) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        silent.decrementAndGet();
    }
}
