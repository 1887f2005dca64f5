package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a description line by line. Every list that the text can make longer has a bound.
final class SdpParser {
    static final int MAX_SECTIONS = 256;
    private static final int MAX_LINES = 30_000;
    private static final int MAX_LINE = 8_192;
    private static final int MAX_BUNDLE = MAX_SECTIONS;

    private final String text;
    private final SectionBuilder session = new SectionBuilder();
    private final List<MediaSection> sections = new ArrayList<>();
    private List<String> bundle = List.of();
    private @Nullable SectionBuilder section;
    private int lineNumber;
    private boolean begun;

    SdpParser(String text) {
        this.text = text;
    }

    SessionDescription parse() {
        if (text.length() > SessionDescription.MAX_CHARACTERS) {
            throw new SdpException("a description has at most " + SessionDescription.MAX_CHARACTERS + " characters");
        }
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                end = text.length();
            }
            int stop = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
            lineNumber++;
            if (lineNumber > MAX_LINES || stop - start > MAX_LINE) {
                throw SdpException.at(lineNumber, "too long");
            }
            if (stop > start) {
                requireText(start, stop);
                onLine(text.substring(start, stop));
            }
            start = end + 1;
        }
        if (!begun) {
            throw new SdpException("the description is empty");
        }
        finishSection();
        var mids = new HashSet<String>();
        for (MediaSection one : sections) {
            if (!one.mid().isEmpty() && !mids.add(one.mid())) {
                throw new SdpException("two sections have the same a=mid");
            }
        }
        return new SessionDescription(bundle, sections);
    }

    /// A carriage return inside a line, echoed, would be a line of its own to some readers.
    private void requireText(int start, int stop) {
        for (int i = start; i < stop; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw SdpException.at(lineNumber, "control characters");
            }
        }
    }

    private void onLine(String line) {
        if (line.length() < 2 || line.charAt(1) != '=') {
            throw SdpException.at(lineNumber, "a line is <letter>=<value>");
        }
        if (!begun && !line.equals("v=0")) {
            throw SdpException.at(lineNumber, "a description begins with v=0");
        }
        begun = true;
        String value = line.substring(2);
        switch (line.charAt(0)) {
            case 'm' -> {
                finishSection();
                if (sections.size() == MAX_SECTIONS) {
                    throw SdpException.at(lineNumber, "at most " + MAX_SECTIONS + " m-sections");
                }
                section = SectionBuilder.of(value, session, lineNumber);
            }
            case 'a' -> onAttribute(value);
            default -> {
                // Other lines say nothing that WebRTC needs.
            }
        }
    }

    private void onAttribute(String attribute) {
        int colon = attribute.indexOf(':');
        String name = colon < 0 ? attribute : attribute.substring(0, colon);
        String value = colon < 0 ? "" : attribute.substring(colon + 1);
        if (section != null) {
            section.onAttribute(name, value, lineNumber);
        } else if (name.equals("group")) {
            onGroup(value);
        } else {
            session.onAttribute(name, value, lineNumber);
        }
    }

    private void onGroup(String value) {
        List<String> words = Grammar.words(value);
        if (!words.isEmpty() && words.getFirst().equals("BUNDLE") && bundle.isEmpty()) {
            if (words.size() > MAX_BUNDLE + 1) {
                throw SdpException.at(lineNumber, "the bundle is too large");
            }
            bundle = words.subList(1, words.size());
        }
    }

    private void finishSection() {
        if (section != null) {
            sections.add(section.build());
            section = null;
        }
    }
}
