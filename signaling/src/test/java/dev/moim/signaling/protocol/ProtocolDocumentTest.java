package dev.moim.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/protocol.md and the records say the same.
class ProtocolDocumentTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("### `([a-z-]+)`\n(?:(?!\n#).)*?\n```json\n(.*?)\n```", Pattern.DOTALL);

    private final ProtocolCodec codec = new ProtocolCodec();
    private final ObjectMapper plain = new ObjectMapper();

    record Example(String type, String json) {}

    static Stream<Example> clientExamples() {
        return examples("## Client messages", "## Server messages");
    }

    static Stream<Example> serverExamples() {
        return examples("## Server messages", "## Versions");
    }

    @ParameterizedTest
    @MethodSource("clientExamples")
    void aClientMessageOfTheDocumentIsReadAndWrittenAsItStands(Example example) throws IOException {
        ClientMessage message = codec.read(example.json());
        JsonNode written = plain.readTree(codec.write(message));
        assertThat(written).isEqualTo(plain.readTree(example.json()));
        assertThat(written.get("type").textValue()).isEqualTo(example.type());
        assertThat(codec.read(codec.write(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("serverExamples")
    void aServerMessageOfTheDocumentIsReadAndWrittenAsItStands(Example example) throws IOException {
        ProtocolCodec.Numbered read = codec.readServer(example.json());
        String written = codec.write(read.message(), read.n());
        assertThat(plain.readTree(written)).isEqualTo(plain.readTree(example.json()));
        assertThat(plain.readTree(written).get("type").textValue()).isEqualTo(example.type());
        assertThat(codec.readServer(written)).isEqualTo(read);
    }

    @Test
    void everyMessageHasAnExampleAndEveryExampleAMessage() {
        assertThat(clientExamples().map(Example::type)).containsExactlyInAnyOrderElementsOf(types(ClientMessage.class));
        assertThat(serverExamples().map(Example::type)).containsExactlyInAnyOrderElementsOf(types(ServerMessage.class));
    }

    @Test
    void everyRecordOfASealedTypeIsInItsListOfTypes() {
        assertThat(listed(ClientMessage.class)).isEqualTo(Set.of(ClientMessage.class.getPermittedSubclasses()));
        assertThat(listed(ServerMessage.class)).isEqualTo(Set.of(ServerMessage.class.getPermittedSubclasses()));
    }

    @Test
    void theDocumentListsEveryErrorCode() {
        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(document()).contains("| `" + code.wireName() + "` |"));
    }

    @Test
    void theDocumentListsEveryReasonForTheEndOfMedia() {
        assertThat(MediaClosedReason.values())
                .allSatisfy(reason -> assertThat(document()).contains("| `" + reason.wireName() + "` |"));
    }

    private static Stream<Example> examples(String from, String to) {
        String text = document();
        String part = text.substring(text.indexOf(from), text.indexOf(to));
        return EXAMPLE.matcher(part).results().map(match -> new Example(match.group(1), match.group(2)));
    }

    private static Set<String> types(Class<?> messages) {
        return Arrays.stream(messages.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toSet());
    }

    private static Set<Class<?>> listed(Class<?> messages) {
        return Arrays.stream(messages.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .collect(Collectors.toSet());
    }

    private static String document() {
        try {
            return Files.readString(Path.of("../docs/protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
