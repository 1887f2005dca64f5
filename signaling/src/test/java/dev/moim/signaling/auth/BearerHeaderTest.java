package dev.moim.signaling.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BearerHeaderTest {
    @Test
    void theSchemeMayBeWrittenInAnyCase() {
        for (String scheme : new String[] {"Bearer", "bearer", "BEARER"}) {
            assertThat(token(scheme + " abc.def")).contains("abc.def");
        }
    }

    @Test
    void otherSchemesAndNoHeaderAreNoToken() {
        assertThat(token("Basic YTpi")).isEmpty();
        assertThat(token("Bearerabc")).isEmpty();
        assertThat(BearerHeader.token(HttpRequest.GET("/"))).isEmpty();
    }

    private static Optional<String> token(String authorization) {
        return BearerHeader.token(HttpRequest.GET("/").header("Authorization", authorization));
    }
}
