package dev.moim.signaling.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;

/// An error answer (RFC 9457).
///
/// @param type `about:blank`: the status says it all
/// @param field the property of the request that is wrong, empty when it is not one
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String type, String title, int status, String detail, String field) {
    static final MediaType MEDIA_TYPE = MediaType.of("application/problem+json");

    static MutableHttpResponse<Problem> response(HttpStatus status, String detail) {
        return response(status, detail, "");
    }

    static MutableHttpResponse<Problem> response(HttpStatus status, String detail, String field) {
        return HttpResponse.<Problem>status(status).contentType(MEDIA_TYPE).body(of(status, detail, field));
    }

    static Problem of(HttpStatus status, String detail, String field) {
        return new Problem("about:blank", status.getReason(), status.getCode(), detail, field);
    }
}
