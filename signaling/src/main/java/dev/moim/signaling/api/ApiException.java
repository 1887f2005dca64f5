package dev.moim.signaling.api;

import io.micronaut.http.HttpStatus;

/// A caller's fault, with the status that says so.
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String field;

    ApiException(HttpStatus status, String message) {
        this(status, message, "");
    }

    ApiException(HttpStatus status, String message, String field) {
        super(message, null, false, false);
        this.status = status;
        this.field = field;
    }

    static ApiException notFound(String what) {
        return new ApiException(HttpStatus.NOT_FOUND, "there is no such " + what);
    }

    static ApiException forbidden() {
        return new ApiException(HttpStatus.FORBIDDEN, "you may not do that");
    }

    static ApiException invalid(String field, String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, field);
    }

    HttpStatus status() {
        return status;
    }

    String field() {
        return field;
    }
}
