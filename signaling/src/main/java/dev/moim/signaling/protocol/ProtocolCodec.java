package dev.moim.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Messages to JSON and back. Any thread. Making one costs some 100 ms: make it once.
public final class ProtocolCodec {
    /// Characters of one message; the socket refuses more before it comes here.
    private static final int MAX_MESSAGE = 1024 * 1024;

    private static final Set<String> CLIENT_TYPES = types(ClientMessage.class);

    private final JsonMapper mapper = mapper();

    /// Reads a client's message.
    ///
    /// @throws ProtocolException whatever is wrong with it
    public ClientMessage read(String text) {
        JsonNode tree = parse(text);
        JsonNode type = tree.path("type");
        if (!type.isTextual()) {
            throw new ProtocolException(
                    ErrorCode.MALFORMED, Optional.of("type"), Optional.empty(), "a message has a type, which is text");
        }
        if (!CLIENT_TYPES.contains(type.textValue())) {
            throw new ProtocolException(
                    ErrorCode.UNKNOWN_TYPE, Optional.of("type"), Optional.empty(), "there is no message of this type");
        }
        try {
            return mapper.treeToValue(tree, ClientMessage.class);
        } catch (JsonMappingException e) {
            throw translated(e, type.textValue());
        } catch (JsonProcessingException e) {
            throw malformed(Optional.of(type.textValue()));
        }
    }

    /// Writes a message to a participant.
    ///
    /// @param n its number, at least 1; not used for a message without one
    public String write(ServerMessage message, long n) {
        WrittenMessage text = text(message);
        return message instanceof ServerMessage.Pong ? text.json() : text.numbered(n);
    }

    WrittenMessage text(ServerMessage message) {
        return new WrittenMessage(written(message));
    }

    /// Writes a message of a client written in Java.
    public String write(ClientMessage message) {
        return written(message);
    }

    /// Reads a server's message, for a client written in Java.
    ///
    /// @throws ProtocolException when the server did not keep to the contract
    public Numbered readServer(String text) {
        JsonNode tree = parse(text);
        try {
            return new Numbered(tree.path("n").asLong(), mapper.treeToValue(tree, ServerMessage.class));
        } catch (JsonProcessingException e) {
            throw malformed(Optional.empty());
        }
    }

    /// A server's message with its number.
    ///
    /// @param n 0 when it has none
    public record Numbered(long n, ServerMessage message) {}

    private JsonNode parse(String text) {
        if (text.length() > MAX_MESSAGE) {
            throw malformed(Optional.empty());
        }
        try {
            JsonNode tree = mapper.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw malformed(Optional.empty());
        }
        throw malformed(Optional.empty());
    }

    private String written(Object message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that cannot be written: " + message.getClass(), e);
        }
    }

    /// Jackson's own words quote the client's data and our class names, so none of them goes out.
    private static ProtocolException translated(JsonMappingException e, String type) {
        String path = path(e.getPath());
        if (e.getCause() instanceof ProtocolException cause) {
            String field = cause.field().orElse("");
            return new ProtocolException(
                    cause.code(),
                    Optional.of(path.isEmpty() ? field : path + "." + field),
                    Optional.of(type),
                    cause.getMessage());
        }
        return path.isEmpty()
                ? malformed(Optional.of(type))
                : new ProtocolException(
                        ErrorCode.MALFORMED, Optional.of(path), Optional.of(type), path + " is of the wrong kind");
    }

    private static String path(List<JsonMappingException.Reference> references) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static ProtocolException malformed(Optional<String> type) {
        return new ProtocolException(
                ErrorCode.MALFORMED, Optional.empty(), type, "a message is one JSON object as the protocol says");
    }

    private static Set<String> types(Class<?> messages) {
        return Arrays.stream(messages.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static JsonMapper mapper() {
        // The deepest message is join > offer > tracks > track; the widest has 100 tiles of 3 properties.
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(MAX_MESSAGE)
                        .maxNameLength(256)
                        .maxNumberLength(32)
                        .maxTokenCount(20_000)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> config.setCoercion(
                                CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
