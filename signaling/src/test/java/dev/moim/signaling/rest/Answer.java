package dev.moim.signaling.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;

/// A response as a test looks at it.
record Answer(HttpResponse<String> response) {
    static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    /// Empty when there is none.
    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body(), e);
        }
    }

    String text(String property) {
        return json().path(property).asText();
    }
}
