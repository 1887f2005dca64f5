package dev.moim.signaling.webhook;

import io.micronaut.http.HttpStatus;

/// A caller's fault, with the status that says so.
final class WebhookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String field;

    WebhookException(HttpStatus status, String message) {
        this(status, message, "");
    }

    private WebhookException(HttpStatus status, String message, String field) {
        super(message, null, false, false);
        this.status = status;
        this.field = field;
    }

    static WebhookException notFound(String what) {
        return new WebhookException(HttpStatus.NOT_FOUND, "there is no such " + what);
    }

    static WebhookException invalid(String field, String message) {
        return new WebhookException(HttpStatus.BAD_REQUEST, message, field);
    }

    HttpStatus status() {
        return status;
    }

    /// The property of the request that is wrong, empty when it is not one.
    String field() {
        return field;
    }
}
