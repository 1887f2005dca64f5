package dev.moim.signaling.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretTest {
    /// From the test of the reference libraries (standard-webhooks/standard-webhooks).
    @Test
    void signsAsTheReferenceDoes() {
        var secret = new Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isNewEachTimeAndNotSaid() {
        Secret secret = Secret.random();
        assertThat(secret.shown())
                .startsWith("whsec_")
                .isNotEqualTo(Secret.random().shown());
        assertThat(Base64.getDecoder().decode(secret.base64())).hasSize(32);
        assertThat(secret.toString()).doesNotContain(secret.base64());
    }
}
