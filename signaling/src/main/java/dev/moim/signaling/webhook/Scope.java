package dev.moim.signaling.webhook;

import dev.moim.signaling.auth.Account;
import java.util.Arrays;
import java.util.Locale;

/// Which rooms an endpoint hears of.
enum Scope {
    /// All of the owner's, also later ones.
    MINE,
    /// Those of a list.
    ROOMS,
    /// All there are: for administrators.
    SERVER;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws WebhookException when there is none of this name, or the account may not have it
    static Scope of(String wireName, Account account) {
        Scope scope = Arrays.stream(values())
                .filter(one -> one.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> WebhookException.invalid("scope", "scope is mine, rooms or server"));
        if (scope == SERVER && !account.administrator()) {
            throw WebhookException.invalid("scope", "only administrators hear of all rooms");
        }
        return scope;
    }
}
