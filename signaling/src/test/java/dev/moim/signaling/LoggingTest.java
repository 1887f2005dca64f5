package dev.moim.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// One log: what our code says stands where the libraries' words stand, in the same form.
class LoggingTest {
    @Test
    void wordsOfTheSystemLoggerReachLogback() {
        var log = (Logger) LoggerFactory.getLogger("dev.moim.test");
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        log.addAppender(heard);
        log.setAdditive(false);

        System.getLogger("dev.moim.test").log(Level.WARNING, "port " + 8080 + " {}");

        log.detachAppender(heard);
        assertThat(heard.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("port 8080 {}");
            assertThat(event.getLevel()).isEqualTo(ch.qos.logback.classic.Level.WARN);
        });
    }
}
