package dev.moim.signaling.upload;

/// What became of an order.
sealed interface UploadOutcome {
    /// The store has confirmed the file, under this key.
    record Stored(String key) implements UploadOutcome {}

    /// The file on the server's disk is not what its row says, or gone: no attempt would help.
    record Damaged(String why) implements UploadOutcome {}

    /// The store, or the way to it, is away.
    record Failed(String why) implements UploadOutcome {}

    /// As it travels: a word, and what was the matter.
    default String write() {
        return switch (this) {
            case Stored(String key) -> "stored " + key;
            case Damaged(String why) -> "damaged " + shortened(why);
            case Failed(String why) -> "failed " + shortened(why);
        };
    }

    static UploadOutcome read(String text) {
        String[] parts = text.split(" ", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "stored" -> new Stored(rest);
            case "damaged" -> new Damaged(rest);
            default -> new Failed(rest);
        };
    }

    private static String shortened(String why) {
        return why.substring(0, Math.min(why.length(), 500));
    }
}
