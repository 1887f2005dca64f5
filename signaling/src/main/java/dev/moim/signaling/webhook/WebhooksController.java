package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Account;
import dev.moim.signaling.auth.Caller;
import dev.moim.signaling.store.WebhookRow;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// The caller's webhooks.
@Controller("/api/v1/webhooks")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_AUTHENTICATED)
final class WebhooksController {
    private static final Duration OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final Webhooks webhooks;
    private final Waker waker;

    WebhooksController(Webhooks webhooks, Waker waker) {
        this.webhooks = webhooks;
        this.waker = waker;
    }

    @Post
    HttpResponse<WebhookBodies.Webhook> create(
            @Body WebhookBodies.NewWebhook body,
            @Header("Idempotency-Key") Optional<String> key,
            Authentication authentication) {
        Instant now = Instant.now();
        WebhookRow row = webhooks.make(body, key, account(authentication), now);
        return tagged(HttpResponse.created(withSecret(row, now), URI.create("/api/v1/webhooks/" + row.id())), row);
    }

    @Get
    WebhookBodies.WebhookList list(Authentication authentication) {
        Instant now = Instant.now();
        return new WebhookBodies.WebhookList(webhooks.of(account(authentication)).stream()
                .map(row -> webhooks.shown(row, now))
                .toList());
    }

    @Get("/{id}")
    HttpResponse<WebhookBodies.Webhook> get(String id, Authentication authentication) {
        WebhookRow row = webhooks.find(id, account(authentication));
        return tagged(HttpResponse.ok(webhooks.shown(row, Instant.now())), row);
    }

    /// With `enabled` it also switches deliveries off and on again; they go on where they stopped.
    @Patch("/{id}")
    HttpResponse<WebhookBodies.Webhook> change(
            String id,
            @Body WebhookBodies.Change body,
            @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            Authentication authentication) {
        Instant now = Instant.now();
        Account account = account(authentication);
        WebhookRow row = webhooks.find(id, account);
        requireMatch(row, ifMatch);
        WebhookRow changed = webhooks.change(row, body, account, now);
        if (changed.enabled()) {
            waker.wake(changed.id());
        }
        return tagged(HttpResponse.ok(webhooks.shown(changed, now)), changed);
    }

    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void delete(String id, @Header(HttpHeaders.IF_MATCH) Optional<String> ifMatch, Authentication authentication) {
        WebhookRow row = webhooks.find(id, account(authentication));
        requireMatch(row, ifMatch);
        webhooks.delete(row);
    }

    /// Until the overlap is over, requests carry a signature of each of the two secrets.
    @Post("/{id}/secret")
    HttpResponse<WebhookBodies.Webhook> rotate(
            String id, @Body WebhookBodies.NewSecret body, Authentication authentication) {
        Instant now = Instant.now();
        Account account = account(authentication);
        long seconds = body.overlapSeconds() == null ? OVERLAP.toSeconds() : body.overlapSeconds();
        if (seconds < 0 || seconds > LONGEST_OVERLAP.toSeconds()) {
            throw WebhookException.invalid("overlapSeconds", "overlapSeconds is 0 to " + LONGEST_OVERLAP.toSeconds());
        }
        WebhookRow row = webhooks.rotate(webhooks.find(id, account), Duration.ofSeconds(seconds), account, now);
        return tagged(HttpResponse.ok(withSecret(row, now)), row);
    }

    private WebhookBodies.Webhook withSecret(WebhookRow row, Instant now) {
        return webhooks.shown(row, now).withSecret(new Secret(row.secret()).shown());
    }

    /// RFC 9110 section 13.1.1.
    private static void requireMatch(WebhookRow row, Optional<String> ifMatch) {
        String tag = tag(row);
        if (ifMatch.isPresent()
                && Arrays.stream(ifMatch.get().split(","))
                        .map(String::strip)
                        .noneMatch(wanted -> wanted.equals(tag) || wanted.equals("*"))) {
            throw Webhooks.changedMeanwhile();
        }
    }

    private static Account account(Authentication authentication) {
        return Caller.of(authentication).account();
    }

    private static <T> HttpResponse<T> tagged(MutableHttpResponse<T> response, WebhookRow row) {
        return response.header(HttpHeaders.ETAG, tag(row)).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static String tag(WebhookRow row) {
        return "\"" + row.version() + "\"";
    }
}
