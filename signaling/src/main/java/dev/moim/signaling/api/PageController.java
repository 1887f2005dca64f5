package dev.moim.signaling.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The web client: one page for every address that is the client's, and its files. Files are named by their content,
/// so browsers keep them; the page itself is asked for anew.
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class PageController {
    private static final String FOREVER = "public, max-age=31536000, immutable";

    /// Every file that the build makes; nothing else of the class path can be asked for.
    private static final String FILE = "[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,2}\\.(js|css|svg|map)";

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml",
            "map", "application/json");

    private final ConcurrentHashMap<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    @Get(uris = {"/", "/r/{id}"})
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<byte[]> page() {
        return HttpResponse.ok(file("index.html").orElseThrow(() -> ApiException.notFound("page")))
                .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    @Get("/{name}")
    HttpResponse<byte[]> asset(String name) {
        if (!name.matches(FILE)) {
            throw ApiException.notFound("page");
        }
        byte[] content = file(name).orElseThrow(() -> ApiException.notFound("page"));
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        boolean hashed = name.startsWith("app-");
        return HttpResponse.ok(content)
                .header(HttpHeaders.CONTENT_TYPE, TYPES.getOrDefault(suffix, "application/octet-stream"))
                .header(HttpHeaders.CACHE_CONTROL, hashed ? FOREVER : "public, max-age=3600");
    }

    private Optional<byte[]> file(String name) {
        // Names that do not exist are not kept: a stranger could ask for many.
        Optional<byte[]> known = files.get(name);
        if (known != null) {
            return known;
        }
        Optional<byte[]> read = read(name);
        read.ifPresent(content -> files.put(name, read));
        return read;
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream resource = PageController.class.getResourceAsStream("/web/" + name)) {
            return resource == null ? Optional.empty() : Optional.of(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
