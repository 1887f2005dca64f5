package dev.moim.signaling.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The description of the REST API: for programs, and as a page for people.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class DocsController {
    private static final String AN_HOUR = "public, max-age=3600";

    /// Made when the first person asks, and kept: anyone may ask as often as they like.
    private volatile String page = "";

    @Get("/openapi.yml")
    @Produces("application/yaml")
    HttpResponse<String> description() {
        return kept(resource("openapi.yml"));
    }

    @Get("/docs")
    @Produces("text/html;charset=utf-8")
    HttpResponse<String> page() {
        if (page.isEmpty()) {
            page = DocsPage.render(resource("openapi.yml"));
        }
        return kept(page);
    }

    @Get("/docs/style.css")
    @Produces("text/css;charset=utf-8")
    HttpResponse<String> style() {
        return kept(resource("docs.css"));
    }

    private static HttpResponse<String> kept(String text) {
        return HttpResponse.ok(text).header(HttpHeaders.CACHE_CONTROL, AN_HOUR);
    }

    private static String resource(String name) {
        try (InputStream resource = DocsController.class.getResourceAsStream("/api/" + name)) {
            if (resource == null) {
                throw ApiException.notFound("page");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
