package dev.moim.signaling.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The certificate of the one name, read again when its files change, so that a renewed one needs no restart. Any
/// thread.
@Singleton
public final class Certificate {
    private static final Logger LOG = System.getLogger(Certificate.class.getName());
    private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

    private final Settings settings;
    private final AtomicLong lookedNanos = new AtomicLong(System.nanoTime());
    private volatile @Nullable Loaded loaded;

    /// @param certificate PEM file with the server's certificate and those that lead to its authority; empty for no TLS
    /// @param key PEM file with its private key (PKCS #8), without a password
    @ConfigurationProperties("moim.tls")
    record Settings(@Bindable(defaultValue = "") String certificate, @Bindable(defaultValue = "") String key) {
        Settings {
            if (certificate.isBlank() != key.isBlank()) {
                throw new IllegalArgumentException("moim.tls needs both, certificate and key");
            }
        }
    }

    private record Loaded(SslContext context, FileTime certificateTime, FileTime keyTime) {}

    /// @throws IllegalArgumentException when the files cannot be read or hold no certificate and key
    Certificate(Settings settings) {
        this.settings = settings;
        if (isPresent()) {
            try {
                loaded = load();
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException("moim.tls: no certificate and key in these files: " + settings, e);
            }
        }
    }

    /// Whether the port speaks TLS.
    public boolean isPresent() {
        return !settings.certificate().isBlank();
    }

    Optional<SslContext> context() {
        long looked = lookedNanos.get();
        long nowNanos = System.nanoTime();
        if (isPresent() && nowNanos - looked >= LOOK_NANOS && lookedNanos.compareAndSet(looked, nowNanos)) {
            reload();
        }
        return Optional.ofNullable(loaded).map(Loaded::context);
    }

    private void reload() {
        try {
            Loaded before = loaded;
            if (before == null
                    || !before.certificateTime().equals(time(settings.certificate()))
                    || !before.keyTime().equals(time(settings.key()))) {
                loaded = load();
                LOG.log(Level.INFO, "read the renewed certificate");
            }
        } catch (IOException | IllegalArgumentException e) {
            // Perhaps half of it is written; the old one is good meanwhile.
            LOG.log(Level.WARNING, "the certificate's files changed but cannot be used: " + e.getMessage());
        }
    }

    private Loaded load() throws IOException {
        FileTime certificateTime = time(settings.certificate());
        FileTime keyTime = time(settings.key());
        try (InputStream chain = Files.newInputStream(Path.of(settings.certificate()));
                InputStream key = Files.newInputStream(Path.of(settings.key()))) {
            // HTTP/2 has no place for WebSocket and TURN, so HTTP/1.1 is all that is spoken.
            var context = SslContextBuilder.forServer(chain, key)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(ApplicationProtocolConfig.DISABLED)
                    .build();
            return new Loaded(context, certificateTime, keyTime);
        }
    }

    private static FileTime time(String file) throws IOException {
        return Files.getLastModifiedTime(Path.of(file));
    }
}
