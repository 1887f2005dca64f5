package dev.moim.signaling.api;

import io.micronaut.http.HttpRequest;

/// Whom a request comes from, for limits. The TCP connection's address: headers are the caller's own words.
final class Addresses {
    private Addresses() {}

    static String of(HttpRequest<?> request) {
        return request.getRemoteAddress().getAddress().getHostAddress();
    }
}
