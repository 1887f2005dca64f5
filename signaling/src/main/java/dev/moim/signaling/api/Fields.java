package dev.moim.signaling.api;

import org.jspecify.annotations.Nullable;

/// Checks properties of request bodies by name.
final class Fields {
    private Fields() {}

    /// @throws ApiException when it is missing, blank or longer than `most` characters
    static String text(String field, @Nullable String value, int most) {
        if (value == null || value.isBlank() || value.length() > most) {
            throw ApiException.invalid(field, field + " has 1 to " + most + " characters");
        }
        return value.strip();
    }
}
