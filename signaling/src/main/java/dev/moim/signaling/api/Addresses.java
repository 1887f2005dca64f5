package dev.moim.signaling.api;

import dev.moim.signaling.auth.ClientAddresses;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/// Whom a request comes from, for limits. Any thread.
@Singleton
final class Addresses {
    private final ClientAddresses addresses;

    Addresses(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    String of(HttpRequest<?> request) {
        return addresses.of(request.getRemoteAddress(), request.getHeaders().getAll("X-Forwarded-For"));
    }
}
