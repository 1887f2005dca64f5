package dev.moim.signaling.auth;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// Tells the framework who sends a request. The look into the database is off the event loop.
@Singleton
final class BearerTokens implements TokenValidator<HttpRequest<?>> {
    private final Sessions sessions;
    private final Scheduler blocking;

    BearerTokens(Sessions sessions, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.sessions = sessions;
        this.blocking = Schedulers.fromExecutorService(blocking);
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        return Mono.fromCallable(() -> sessions.authenticate(token, Instant.now()))
                .subscribeOn(blocking)
                .flatMap(found -> Mono.justOrEmpty(found.map(BearerTokens::authentication)));
    }

    private static Authentication authentication(Sessions.SignedIn who) {
        return Authentication.build(
                who.account().id(),
                who.account().administrator() ? List.of(Caller.ADMINISTRATOR) : List.of(),
                Map.of(Caller.SESSION, who.session(), Caller.NAME, who.account().name()));
    }
}
