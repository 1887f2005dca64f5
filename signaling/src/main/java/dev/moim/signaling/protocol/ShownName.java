package dev.moim.signaling.protocol;

/// What may stand where people read a name.
public final class ShownName {
    private static final int HANGUL_FILLER = 0x3164;
    private static final int HALFWIDTH_HANGUL_FILLER = 0xFFA0;
    private static final int BRAILLE_BLANK = 0x2800;

    private ShownName() {}

    /// Whether it can be seen, and does not turn the text around it: no name consists of blanks and joiners alone, and
    /// none has the controls of Unicode's bidirectional algorithm (UAX #9), which reach beyond the name.
    public static boolean isFit(String name) {
        return name.codePoints().anyMatch(ShownName::isVisible)
                && name.codePoints().noneMatch(ShownName::turns);
    }

    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && switch (Character.getType(c)) {
                    case Character.FORMAT, Character.CONTROL, Character.UNASSIGNED, Character.SURROGATE -> false;
                    default -> c != HANGUL_FILLER && c != HALFWIDTH_HANGUL_FILLER && c != BRAILLE_BLANK;
                };
    }

    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
