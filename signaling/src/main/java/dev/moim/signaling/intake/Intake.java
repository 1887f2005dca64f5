package dev.moim.signaling.intake;

import dev.moim.signaling.auth.ClientAddresses;
import io.micronaut.http.server.HttpServerConfiguration;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;

/// What all HTTP connections share. Any thread.
@Singleton
final class Intake {
    /// Netty's buffers may take as much as the heap: bodies on their way in get a sixteenth of that.
    private static final long BODIES = Runtime.getRuntime().maxMemory() / 16;

    /// Of which one caller gets an eighth: with the default heap 64 bodies of the largest size.
    private static final long BODIES_EACH = BODIES / 8;

    private final IntakeSettings settings;
    private final ClientAddresses addresses;
    private final long maxBodyBytes;
    private final Shares connections;
    private final Shares bodies = new Shares(BODIES, BODIES_EACH);

    Intake(IntakeSettings settings, ClientAddresses addresses, HttpServerConfiguration server) {
        this.settings = settings;
        this.addresses = addresses;
        this.maxBodyBytes = server.getMaxRequestSize();
        this.connections = new Shares(settings.maxConnections(), settings.connectionsPerCaller());
    }

    IntakeSettings settings() {
        return settings;
    }

    /// The server refuses larger ones without keeping them.
    long maxBodyBytes() {
        return maxBodyBytes;
    }

    Shares connections() {
        return connections;
    }

    Shares bodies() {
        return bodies;
    }

    /// Whom a connection counts for; a proxy that we trust brings many people.
    String caller(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer && !addresses.isProxy(peer)
                ? addresses.of(peer, List.of())
                : Shares.NOBODY;
    }

    /// Whom a request counts for.
    String caller(Channel channel, HttpRequest request) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? addresses.of(peer, request.headers().getAll("X-Forwarded-For"))
                : Shares.NOBODY;
    }
}
