package dev.moim.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that people can read.
class ShownNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"Mina", "민아", "מינה", "👩‍💻", "7", "a b", "\u200fמינה"})
    void theNamesOfPeopleAreFit(String name) {
        assertThat(ShownName.isFit(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b", "\u00a0\u2007", "\u3164", "\u200d\ufeff", "a\u202eb", "\u2066a"})
    void whatNobodySeesOrTurnsOtherTextIsNot(String name) {
        assertThat(ShownName.isFit(name)).isFalse();
    }
}
