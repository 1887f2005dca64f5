package dev.moim.signaling.auth;

import io.micronaut.security.authentication.Authentication;

/// Who sends a request, read from the framework's authentication.
///
/// @param session the sign-in that is used
public record Caller(Account account, String session) {
    /// The role of administrators.
    public static final String ADMINISTRATOR = "ADMINISTRATOR";

    static final String SESSION = "session";
    static final String NAME = "name";

    public static Caller of(Authentication authentication) {
        return new Caller(
                new Account(
                        authentication.getName(),
                        String.valueOf(authentication.getAttributes().get(NAME)),
                        authentication.getRoles().contains(ADMINISTRATOR)),
                String.valueOf(authentication.getAttributes().get(SESSION)));
    }
}
