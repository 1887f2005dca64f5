package dev.moim.signaling.room;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names a room; cannot be guessed.
///
/// @param value 1 to 64 of the characters `A-Z a-z 0-9 - _`
public record RoomId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public RoomId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a room id has 1 to 64 letters, digits, '-' or '_'");
        }
    }

    /// For text from outside: empty when no room can have this id.
    public static Optional<RoomId> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RoomId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
