package dev.moim.signaling.room;

/// Names one stay of one person in a room; new with every join.
///
/// @param value 1 to 64 of the characters `A-Z a-z 0-9 - _`
public record ParticipantId(String value) {
    public ParticipantId {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("a participant id has 1 to 64 letters, digits, '-' or '_'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
