package dev.moim.signaling.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks properties by name; a missing property arrives here as null.
final class Check {
    private Check() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw ProtocolException.invalid(field, field + " is missing");
        }
        return value;
    }

    /// Text that people write: line breaks and tabs are fine, other control characters are not.
    static String text(String field, @Nullable String value, int min, int max) {
        return checked(field, value, min, max, true);
    }

    /// Text without any control characters.
    static String line(String field, @Nullable String value, int min, int max) {
        return checked(field, value, min, max, false);
    }

    /// A participant's id.
    static String id(String field, @Nullable String value) {
        String id = present(field, value);
        if (id.isEmpty() || id.length() > 64 || !id.chars().allMatch(Check::isIdCharacter)) {
            throw ProtocolException.invalid(field, field + " has 1 to 64 letters, digits, '-' or '_'");
        }
        return id;
    }

    static long range(String field, @Nullable Long value, long min, long max) {
        long number = present(field, value);
        if (number < min || number > max) {
            throw ProtocolException.invalid(field, field + " is from " + min + " to " + max);
        }
        return number;
    }

    static <T> List<T> list(String field, @Nullable List<T> value, int max) {
        List<T> list = present(field, value);
        if (list.size() > max) {
            throw ProtocolException.invalid(field, field + " has at most " + max + " entries");
        }
        for (int i = 0; i < list.size(); i++) {
            present(field + "[" + i + "]", list.get(i));
        }
        return List.copyOf(list);
    }

    private static String checked(String field, @Nullable String value, int min, int max, boolean lines) {
        String text = present(field, value);
        if (text.length() < min || text.length() > max) {
            throw ProtocolException.invalid(field, field + " has " + min + " to " + max + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\r' || c == '\t'))) {
                throw ProtocolException.invalid(field, field + " has a control character");
            }
            // A lone surrogate cannot be written as UTF-8: it would reach the others as another character.
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw ProtocolException.invalid(field, field + " is not Unicode text");
            }
        }
        return text;
    }

    private static boolean isIdCharacter(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
