package dev.moim.signaling.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.Map;

/// Callers' faults around webhooks as problem+json (RFC 9457).
@Singleton
final class WebhookProblems implements ExceptionHandler<WebhookException, HttpResponse<?>> {
    private static final MediaType PROBLEM = MediaType.of("application/problem+json");
    private static final Map<HttpStatus, String> RETRY_SECONDS =
            Map.of(HttpStatus.SERVICE_UNAVAILABLE, "5", HttpStatus.TOO_MANY_REQUESTS, "60");

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Problem(String type, String title, int status, String detail, String field) {}

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    public HttpResponse<?> handle(HttpRequest request, WebhookException fault) {
        HttpStatus status = fault.status();
        var response = HttpResponse.status(status)
                .contentType(PROBLEM)
                .body(new Problem(
                        "about:blank",
                        status.getReason(),
                        status.getCode(),
                        String.valueOf(fault.getMessage()),
                        fault.field()));
        String retrySeconds = RETRY_SECONDS.get(status);
        return retrySeconds == null ? response : response.header(HttpHeaders.RETRY_AFTER, retrySeconds);
    }
}
