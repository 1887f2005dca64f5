package dev.moim.signaling.api;

import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.protocol.ShownName;
import org.jspecify.annotations.Nullable;

/// Checks properties of request bodies by name.
final class Fields {
    private Fields() {}

    /// @throws ApiException when it is missing, blank, longer than `most` characters, or has control characters
    static String text(String field, @Nullable String value, int most) {
        if (value == null || value.isBlank() || value.length() > most) {
            throw ApiException.invalid(field, field + " has 1 to " + most + " characters");
        }
        // Control characters have no place in a name; PostgreSQL takes no NUL and no half of a surrogate pair.
        if (value.codePoints().anyMatch(Fields::isForbidden)) {
            throw ApiException.invalid(field, field + " has a character that is not allowed");
        }
        return value.strip();
    }

    /// A name that people read.
    ///
    /// @throws ApiException when it is no [#text], cannot be seen, or turns the text around it
    static String name(String field, @Nullable String value, int most) {
        String text = text(field, value, most);
        if (!ShownName.isFit(text)) {
            throw ApiException.invalid(field, field + " cannot be seen, or turns the text around it");
        }
        return text;
    }

    /// A password as it is: blanks at its ends are part of it.
    ///
    /// @throws ApiException when it is missing or longer than any password
    static String secret(String field, @Nullable String value) {
        if (value == null || value.length() > Accounts.MAX_PASSWORD) {
            throw ApiException.invalid(field, field + " has at most " + Accounts.MAX_PASSWORD + " characters");
        }
        return value;
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
