package dev.moim.signaling.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/// Gives the framework's own refusals (no such path, wrong method, body too large, …) the form of all others.
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Problem> {
    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        String detail = detail(context, response, status);
        if (status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.contentType(Problem.MEDIA_TYPE).body(Problem.of(status, detail, ""));
    }

    /// Our words where there are any; the framework's tell too much of classes and are left out.
    private static String detail(ErrorContext context, HttpResponse<?> response, HttpStatus status) {
        Throwable cause = context.getRootCause().orElse(null);
        // The framework throws subclasses, and puts the caller's own headers into their messages.
        if (cause != null && cause.getClass().equals(HttpStatusException.class) && cause.getMessage() != null) {
            return cause.getMessage();
        }
        return switch (status) {
            case BAD_REQUEST -> "the request is not what is expected here";
            case NOT_FOUND -> "there is nothing at this address";
            case METHOD_NOT_ALLOWED ->
                "this address takes "
                        + response.getHeaders().get("Allow", String.class).orElse("other methods");
            case NOT_ACCEPTABLE -> "the answer has none of the types that the request accepts";
            case REQUEST_ENTITY_TOO_LARGE -> "the body is too large";
            case UNSUPPORTED_MEDIA_TYPE -> "the body has a type that is not taken here: send application/json";
            default -> status.getCode() < 500 ? "the request cannot be served" : "this is our fault, not yours";
        };
    }
}
