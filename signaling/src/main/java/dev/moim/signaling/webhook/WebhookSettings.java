package dev.moim.signaling.webhook;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// @param allowPrivate whether endpoints may be at addresses that the public internet does not reach
/// @param allowHttp whether endpoints may do without TLS
/// @param maxPerAccount webhooks that one account may have
/// @param connectTimeout for one address, and for the TLS handshake
/// @param timeout for the whole request
@ConfigurationProperties("moim.webhook")
record WebhookSettings(
        @Bindable(defaultValue = "false") boolean allowPrivate,
        @Bindable(defaultValue = "false") boolean allowHttp,
        @Bindable(defaultValue = "20") int maxPerAccount,
        @Bindable(defaultValue = "5s") Duration connectTimeout,
        @Bindable(defaultValue = "15s") Duration timeout) {}
