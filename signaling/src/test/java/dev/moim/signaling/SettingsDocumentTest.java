package dev.moim.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/settings.md` names every setting that the code reads, and no other.
class SettingsDocumentTest {
    private static final Pattern GROUP = Pattern.compile(
            "@ConfigurationProperties\\(\"([^\"]+)\"\\)\\s+(?:public )?record \\w+\\(([^{]*?)\\)\\s*\\{");
    private static final Pattern DEFAULT = Pattern.compile("@Bindable\\([^)]*\\)\\s*");
    private static final Pattern VALUE = Pattern.compile("@Value\\(\"\\$\\{(moim\\.[a-z.-]+)");
    private static final Pattern CODE = Pattern.compile("`(moim\\.[a-z0-9.-]+)`");

    @Test
    void namesWhatTheCodeReads() throws IOException {
        var read = new TreeSet<String>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            VALUE.matcher(text).results().forEach(match -> read.add(match.group(1)));
            GROUP.matcher(text).results().forEach(match -> {
                for (String component :
                        DEFAULT.matcher(match.group(2)).replaceAll("").split(",", -1)) {
                    String name = component.strip();
                    read.add(match.group(1) + "." + kebab(name.substring(name.lastIndexOf(' ') + 1)));
                }
            });
        }
        assertThat(read).as("found in the code").contains("moim.udp-port", "moim.tls.key", "moim.queue");

        var told = new TreeSet<String>();
        CODE.matcher(Files.readString(Path.of("..", "docs", "settings.md")))
                .results()
                .forEach(match -> told.add(match.group(1)));
        assertThat(told).isEqualTo(read);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
