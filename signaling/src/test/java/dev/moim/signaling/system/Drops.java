package dev.moim.signaling.system;

import dev.moim.media.DropReason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a server says at `/prometheus` of the datagrams that it did not use.
final class Drops {
    private final HttpClient http;
    private final HttpRequest request;

    Drops(HttpClient http, ServerProcess server) {
        this.http = http;
        request = HttpRequest.newBuilder(URI.create(server.url("/prometheus"))).build();
    }

    long of(DropReason reason) {
        String name = reason.name().toLowerCase(Locale.ROOT);
        var line = Pattern.compile("(?m)^moim_media_drops_total\\{reason=\"" + name + "\"} ([0-9.E]+)$");
        var found = line.matcher(text());
        if (!found.find()) {
            throw new AssertionError("no counter of " + name);
        }
        return (long) Double.parseDouble(found.group(1));
    }

    private String text() {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
