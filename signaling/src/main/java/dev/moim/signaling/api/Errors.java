package dev.moim.signaling.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.moim.signaling.auth.AuthException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;

/// Every error of the REST API as problem+json, mapped in this one place.
@Controller
final class Errors {
    @Error(global = true, exception = ApiException.class)
    HttpResponse<?> api(HttpRequest<?> request, ApiException fault) {
        return Problem.response(fault.status(), message(fault), fault.field());
    }

    @Error(global = true, exception = AuthException.class)
    HttpResponse<?> auth(HttpRequest<?> request, AuthException fault) {
        HttpStatus status =
                switch (fault.reason()) {
                    case WRONG_CREDENTIALS -> HttpStatus.UNAUTHORIZED;
                    case TOO_MANY_ATTEMPTS -> HttpStatus.TOO_MANY_REQUESTS;
                    case NAME_TAKEN, ALREADY_SET_UP -> HttpStatus.CONFLICT;
                };
        return Problem.response(status, message(fault));
    }

    @Error(global = true, exception = JsonProcessingException.class)
    HttpResponse<?> json(HttpRequest<?> request, JsonProcessingException fault) {
        return Problem.response(HttpStatus.BAD_REQUEST, "the body is not the JSON that is expected here");
    }

    private static String message(Exception fault) {
        return String.valueOf(fault.getMessage());
    }
}
