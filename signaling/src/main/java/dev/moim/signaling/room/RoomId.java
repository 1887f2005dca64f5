package dev.moim.signaling.room;

/// Names a room; cannot be guessed.
///
/// @param value 1 to 64 of the characters `A-Z a-z 0-9 - _`
public record RoomId(String value) {
    public RoomId {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("a room id has 1 to 64 letters, digits, '-' or '_'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
