package dev.moim.signaling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartupTest {
    @Test
    void aDatabaseThatCannotBeReadIsOneLine() {
        var fault = new SQLException(
                "File corrupted while reading record: \"/data/moim.mv.db\"."
                        + " Possible solution: use the recovery tool [90030-252]",
                "90030");
        RuntimeException told =
                Startup.explain(new IllegalStateException("bean\nbean", fault), 8080, 3478, Path.of("/data"));
        assertThat(told)
                .isInstanceOf(Refusal.class)
                .hasMessage("the database cannot be opened: File corrupted while reading record: \"/data/moim.mv.db\"");
    }

    @Test
    void aBugIsNotExplainedAway() {
        var bug = new IllegalStateException("bug");
        assertThat(Startup.explain(bug, 8080, 3478, Path.of("/data"))).isSameAs(bug);
    }
}
