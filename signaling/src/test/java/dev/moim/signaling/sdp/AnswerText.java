package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Looks at an answer's text as a browser does: by lines, not with the parser under test.
final class AnswerText {
    private static final Pattern EXTMAP = Pattern.compile("a=extmap:(\\d+)(/\\w+)? (\\S+)");

    /// Session lines first, then one list for each section.
    final List<List<String>> parts = new ArrayList<>();

    AnswerText(String sdp) {
        if (!sdp.endsWith("\r\n")) {
            throw new IllegalArgumentException("an answer ends with CRLF");
        }
        parts.add(new ArrayList<>());
        for (String line : sdp.split("\r\n")) {
            if (line.startsWith("m=")) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(line);
        }
    }

    List<String> session() {
        return parts.getFirst();
    }

    List<List<String>> sections() {
        return parts.subList(1, parts.size());
    }

    List<String> section(String mid) {
        return sections().stream()
                .filter(lines -> lines.contains("a=mid:" + mid))
                .findFirst()
                .orElseThrow();
    }

    List<String> bundle() {
        String group = session().stream()
                .filter(line -> line.startsWith("a=group:BUNDLE"))
                .findFirst()
                .orElseThrow();
        return List.of(group.substring("a=group:BUNDLE ".length()).split(" "));
    }

    /// The formats of the m-line.
    static List<String> formats(List<String> section) {
        List<String> words = List.of(section.getFirst().split(" "));
        return words.subList(3, words.size());
    }

    static boolean isRejected(List<String> section) {
        return section.getFirst().split(" ")[1].equals("0");
    }

    static List<String> values(List<String> section, String name) {
        return section.stream()
                .filter(line -> line.startsWith("a=" + name + ":"))
                .map(line -> line.substring(name.length() + 3))
                .toList();
    }

    /// The URIs of a section's header extensions.
    static List<String> extensions(List<String> section) {
        return section.stream()
                .map(EXTMAP::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(3))
                .toList();
    }
}
