package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Holds responses against the OpenAPI document that the server gives out. Its schemas are JSON Schema 2020-12.
final class OpenApi {
    private static final JsonNode DOCUMENT = load();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .failFast(false)
            .build();

    private OpenApi() {}

    static Stream<Map.Entry<String, String>> operations() {
        return DOCUMENT.get("paths").propertyStream().flatMap(path -> path.getValue()
                .propertyStream()
                .filter(item -> !item.getKey().equals("parameters"))
                .map(item -> Map.entry(item.getKey().toUpperCase(Locale.ROOT), path.getKey())));
    }

    /// Fails when the document does not describe this response. Addresses outside of it are no part of the API.
    static void check(String method, String path, Answer answer) {
        Optional<JsonNode> operation = path(path).map(item -> item.path(method.toLowerCase(Locale.ROOT)));
        if (operation.isEmpty() || operation.get().isMissingNode()) {
            assertThat(answer.status())
                    .as(method + " " + path + " is not described")
                    .isGreaterThanOrEqualTo(400);
            checkBody("undescribed " + path, resolve(DOCUMENT.at("/components/responses/Refused")), answer);
            return;
        }
        JsonNode responses = operation.get().get("responses");
        JsonNode described = responses.path(String.valueOf(answer.status()));
        if (described.isMissingNode()) {
            assertThat(answer.status())
                    .as(method + " " + path + ": " + answer.body())
                    .isGreaterThanOrEqualTo(400);
            described = responses.path("default");
        }
        String what = method + " " + path + " " + answer.status();
        assertThat(described.isMissingNode()).as(what + " is not described").isFalse();
        JsonNode response = resolve(described);
        response.path("headers").properties().forEach(header -> {
            JsonNode rules = resolve(header.getValue());
            String value = answer.header(header.getKey());
            assertThat(value.isEmpty() && rules.path("required").asBoolean())
                    .as(what + " has no " + header.getKey())
                    .isFalse();
            if (!value.isEmpty()) {
                validate(what + " " + header.getKey(), rules.get("schema"), Answer.JSON.valueToTree(value));
            }
        });
        checkBody(what, response, answer);
    }

    private static void checkBody(String what, JsonNode response, Answer answer) {
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            assertThat(answer.body()).as(what).isEmpty();
            return;
        }
        String type = answer.header("Content-Type").split(";")[0].strip();
        assertThat(content.has(type))
                .as(what + " has the type " + type + ": " + answer.body())
                .isTrue();
        if (type.endsWith("json")) {
            validate(what, content.get(type).get("schema"), answer.json());
        }
    }

    private static void validate(String what, JsonNode schema, JsonNode value) {
        ObjectNode whole = Answer.JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", DOCUMENT.get("components"));
        assertThat(SCHEMAS.getSchema(whole, STRICT).validate(value))
                .as(what + ": " + value)
                .isEmpty();
    }

    private static Optional<JsonNode> path(String requested) {
        String plain = requested.split("\\?")[0];
        return DOCUMENT.get("paths")
                .propertyStream()
                .filter(path -> plain.matches(path.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(DOCUMENT.at(node.get("$ref").asText().substring(1))) : node;
    }

    private static JsonNode load() {
        try (InputStream yaml = OpenApi.class.getResourceAsStream("/api/openapi.yml")) {
            return Answer.JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
