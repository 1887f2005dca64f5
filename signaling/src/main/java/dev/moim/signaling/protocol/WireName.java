package dev.moim.signaling.protocol;

import java.util.Locale;

/// How constants are written in messages: `SCREEN_AUDIO` is `screen-audio`.
final class WireName {
    private WireName() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
