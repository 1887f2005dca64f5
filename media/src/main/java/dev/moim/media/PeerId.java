package dev.moim.media;

/// Names one peer of a [MediaRoom]; unique in the process, never used again.
///
/// @param value any non-blank text, at most 128 characters
public record PeerId(String value) {
    public PeerId {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException("a peer id has 1 to 128 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
