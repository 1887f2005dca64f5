package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.auth.Sessions;
import dev.moim.signaling.auth.SetupCode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Signing up, in and out.
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class AuthController {
    private static final int MAX_TEXT = 1_024;

    private final Sessions sessions;
    private final SetupCode setupCode;
    private final Addresses addresses;

    AuthController(Sessions sessions, SetupCode setupCode, Addresses addresses) {
        this.sessions = sessions;
        this.setupCode = setupCode;
        this.addresses = addresses;
    }

    record Setup(@Nullable String code, @Nullable String username, @Nullable String password) {
        /// Says no secret.
        @Override
        public String toString() {
            return "Setup";
        }
    }

    record Login(@Nullable String username, @Nullable String password) {
        /// Says no secret.
        @Override
        public String toString() {
            return "Login";
        }
    }

    record Refresh(@Nullable String refreshToken) {
        /// Says no secret.
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    /// An account as its owner and administrators see it.
    record Me(String id, String username, boolean administrator) {
        static Me of(Account account) {
            return new Me(account.id(), account.name(), account.administrator());
        }
    }

    @Post("/setup")
    @Status(HttpStatus.CREATED)
    Me setup(@Body Setup body) {
        String code = Fields.text("code", body.code(), MAX_TEXT);
        String name = Fields.name("username", body.username(), MAX_TEXT);
        return Me.of(setupCode.use(code, name, Fields.secret("password", body.password())));
    }

    @Post("/login")
    Sessions.Tokens login(@Body Login body, HttpRequest<?> request) {
        String name = Fields.text("username", body.username(), MAX_TEXT);
        String password = Fields.secret("password", body.password());
        return sessions.signIn(name, password, addresses.of(request), Instant.now());
    }

    @Post("/refresh")
    Sessions.Tokens refresh(@Body Refresh body) {
        return sessions.refresh(Fields.text("refreshToken", body.refreshToken(), MAX_TEXT), Instant.now());
    }

    @Post("/logout")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    @Status(HttpStatus.NO_CONTENT)
    void logout(Authentication authentication) {
        sessions.signOut(Caller.of(authentication).session());
    }

    @Get("/me")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    Me me(Authentication authentication) {
        return Me.of(Caller.of(authentication).account());
    }
}
