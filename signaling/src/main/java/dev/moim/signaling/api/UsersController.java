package dev.moim.signaling.api;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.Caller;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accounts, for administrators.
@Controller("/api/v1/users")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Caller.ADMINISTRATOR)
final class UsersController {
    private static final int PAGE = 100;

    private final Accounts accounts;

    UsersController(Accounts accounts) {
        this.accounts = accounts;
    }

    record NewUser(@Nullable String username, @Nullable String password, @Nullable Boolean administrator) {
        /// Says no secret.
        @Override
        public String toString() {
            return "NewUser";
        }
    }

    /// @param next pass it as `after` for the next page; absent on the last
    record UserPage(List<AuthController.Me> users, @Nullable String next) {}

    @Post
    @Status(HttpStatus.CREATED)
    AuthController.Me add(@Body NewUser body) {
        String name = Fields.name("username", body.username(), Accounts.MAX_NAME);
        String password = Fields.secret("password", body.password());
        return AuthController.Me.of(accounts.add(name, password, Boolean.TRUE.equals(body.administrator())));
    }

    @Get
    UserPage list(@QueryValue Optional<String> after) {
        List<Account> page = accounts.after(after.orElse(""), PAGE);
        return new UserPage(
                page.stream().map(AuthController.Me::of).toList(),
                page.size() < PAGE ? null : page.getLast().name());
    }
}
