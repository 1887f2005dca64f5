package dev.moim.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the documents name exists: classes as `package.Class`, paths as `folder/…`, and links between pages.
class DocumentsTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS =
            Pattern.compile("((?:[a-z][a-z0-9]*\\.)+)([A-Z]\\w*)(?:[.#]\\w+(?:\\(.*\\))?)?");
    private static final Pattern PATH =
            Pattern.compile("(?:docs|signaling|media|stun-turn|web-client|\\.ci)/[\\w./-]*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Set<String> FOREIGN = Set.of("java.", "javax.", "jakarta.", "org.", "io.", "com.");

    @Test
    void namedClassesExist() throws IOException {
        Set<String> sources = sources();
        var missing = new ArrayList<String>();
        for (Path page : pages()) {
            for (String code : codes(page)) {
                var matcher = CLASS.matcher(code);
                if (!matcher.matches() || FOREIGN.stream().anyMatch(code::startsWith)) {
                    continue;
                }
                String suffix = "/" + matcher.group(1).replace('.', '/') + matcher.group(2) + ".java";
                if (sources.stream().noneMatch(source -> source.endsWith(suffix))) {
                    missing.add(TOP.relativize(page) + ": " + code);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namedPathsExist() throws IOException {
        var missing = new ArrayList<String>();
        for (Path page : pages()) {
            for (String code : codes(page)) {
                if (PATH.matcher(code).matches() && !code.contains("/target/") && !Files.exists(TOP.resolve(code))) {
                    missing.add(TOP.relativize(page) + ": " + code);
                }
            }
            var link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    missing.add(TOP.relativize(page) + ": link " + link.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.walk(TOP.resolve("docs"))) {
            var pages = docs.filter(path -> path.toString().endsWith(".md"))
                    .collect(Collectors.toCollection(ArrayList::new));
            pages.add(TOP.resolve("README.md"));
            return pages;
        }
    }

    private static List<String> codes(Path page) throws IOException {
        var codes = new ArrayList<String>();
        var matcher = CODE.matcher(Files.readString(page));
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }

    private static Set<String> sources() throws IOException {
        var sources = new TreeSet<String>();
        for (String module : List.of("stun-turn", "media", "signaling")) {
            try (var files = Files.walk(TOP.resolve(module).resolve("src"))) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
