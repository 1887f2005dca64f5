package dev.moim.signaling.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.moim.signaling.auth.AuthException;
import dev.moim.signaling.auth.UnfitException;
import dev.moim.signaling.recording.RecordingRefusal;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every fault of a caller as problem+json, mapped in this one place. [ProblemResponses] has the framework's own.
@Controller
final class Errors {
    private static final String RETRY_SECONDS = "60";

    @Error(global = true, exception = ApiException.class)
    HttpResponse<?> api(HttpRequest<?> request, ApiException fault) {
        return switch (fault.status()) {
            case UNAUTHORIZED -> Refusals.unauthorized(message(fault));
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
                Problem.response(fault.status(), message(fault)).header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            default -> Problem.response(fault.status(), message(fault), fault.field());
        };
    }

    @Error(global = true, exception = AuthException.class)
    HttpResponse<?> auth(HttpRequest<?> request, AuthException fault) {
        return switch (fault.reason()) {
            case WRONG_CREDENTIALS -> Refusals.unauthorized(message(fault));
            case TOO_MANY_ATTEMPTS ->
                Problem.response(HttpStatus.TOO_MANY_REQUESTS, message(fault))
                        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            case NAME_TAKEN, ALREADY_SET_UP -> Problem.response(HttpStatus.CONFLICT, message(fault));
        };
    }

    @Error(global = true, exception = UnfitException.class)
    HttpResponse<?> unfit(HttpRequest<?> request, UnfitException fault) {
        return Problem.response(HttpStatus.BAD_REQUEST, message(fault), fault.field());
    }

    @Error(global = true, exception = RecordingRefusal.class)
    HttpResponse<?> recording(HttpRequest<?> request, RecordingRefusal fault) {
        return switch (fault.reason()) {
            case CONFLICT -> Problem.response(HttpStatus.CONFLICT, message(fault));
            case NO_SPACE -> Problem.response(HttpStatus.INSUFFICIENT_STORAGE, message(fault));
            case BUSY ->
                Problem.response(HttpStatus.SERVICE_UNAVAILABLE, message(fault))
                        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        };
    }

    /// A body that is no JSON, or not of the shape that is expected.
    @Error(global = true, exception = ConversionErrorException.class)
    HttpResponse<?> conversion(HttpRequest<?> request, ConversionErrorException fault) {
        JsonMappingException wrong = Stream.<Throwable>iterate(fault, Objects::nonNull, Throwable::getCause)
                .filter(JsonMappingException.class::isInstance)
                .map(JsonMappingException.class::cast)
                .findFirst()
                .orElse(null);
        if (wrong == null) {
            return Problem.response(HttpStatus.BAD_REQUEST, "the body is not the JSON that is expected here");
        }
        String field = wrong.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        String detail = wrong instanceof UnrecognizedPropertyException
                ? "there is no such property here"
                : "the value has the wrong type";
        return Problem.response(HttpStatus.BAD_REQUEST, detail, field);
    }

    private static String message(Exception fault) {
        return String.valueOf(fault.getMessage());
    }
}
