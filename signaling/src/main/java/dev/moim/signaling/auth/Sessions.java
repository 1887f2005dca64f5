package dev.moim.signaling.auth;

import dev.moim.signaling.store.SessionRow;
import dev.moim.signaling.store.SessionRows;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sign-ins. Each has an access token for minutes and a refresh token for days, which changes with every use; an old
/// one that comes again was stolen or copied, and ends the sign-in. Only the one before the newest is answered again
/// for some seconds: its answer may have been lost, or a second tab asked at the same moment. Any thread; blocks.
@Singleton
public class Sessions {
    private static final Duration LIFE = Duration.ofDays(30);

    /// A few tries of a client whose network is bad.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Accounts accounts;
    private final SessionRows rows;
    private final AccessTokens accessTokens;
    private final LoginThrottle throttle;
    private final Withdrawals withdrawals;
    private final SecretChain secrets;

    Sessions(
            Accounts accounts,
            SessionRows rows,
            AccessTokens accessTokens,
            LoginThrottle throttle,
            Withdrawals withdrawals,
            Keys keys) {
        this.accounts = accounts;
        this.rows = rows;
        this.accessTokens = accessTokens;
        this.throttle = throttle;
        this.withdrawals = withdrawals;
        this.secrets = new SecretChain(keys.key("refresh"));
    }

    /// What a client gets at sign-in and at each refresh.
    ///
    /// @param expiresIn seconds that the access token lives
    public record Tokens(String accessToken, String refreshToken, long expiresIn) {
        @Override
        public String toString() {
            return "Tokens[expiresIn=" + expiresIn + "]";
        }
    }

    /// @param address the caller's, for the limit of attempts
    /// @throws AuthException when the credentials are wrong, or after too many attempts
    public Tokens signIn(String name, String password, String address, Instant now) {
        throttle.attempt(name, address, now);
        Account account = accounts.authenticate(name, password)
                .orElseThrow(() -> wrong("the user name or the password is wrong"));
        throttle.succeeded(name, address);
        String id = Ids.newId();
        String secret = Ids.newSecret();
        rows.save(SessionRow.fresh(id, account.id(), Ids.hash(secret), now.plus(LIFE)));
        return tokens(account, id, secret, now);
    }

    /// @throws AuthException when the refresh token is not the newest one of a sign-in that still counts, nor the one
    ///     before it that was used a moment ago
    public Tokens refresh(String refreshToken, Instant now) {
        String[] parts = refreshToken.split("\\.", 2);
        SessionRow session = rows.findById(parts[0])
                .filter(row -> parts.length == 2 && now.isBefore(row.expiresAt()))
                .orElseThrow(() -> wrong("the refresh token is not valid"));
        Account account = accounts.find(session.userId()).orElseThrow(() -> wrong("the refresh token is not valid"));
        String used = Ids.hash(parts[1]);
        String secret = secrets.next(session.id(), parts[1]);
        boolean newest = Ids.sameSecret(used, session.secretHash())
                && rows.rotate(session.id(), used, Ids.hash(secret), now, now.plus(LIFE)) == 1;
        if (!newest && !isRepeated(session.id(), used, Ids.hash(secret), now)) {
            signOut(session.id());
            throw wrong("the refresh token is not valid");
        }
        return tokens(account, session.id(), secret, now);
    }

    /// Whether the token was used a moment ago, and what it gave is the newest one still.
    private boolean isRepeated(String id, String used, String given, Instant now) {
        return rows.findById(id)
                .filter(row -> Ids.sameSecret(used, row.previousHash()) && Ids.sameSecret(given, row.secretHash()))
                .filter(row -> now.isBefore(row.rotatedAt().plus(GRACE)))
                .isPresent();
    }

    /// Ends a sign-in; its access token stops at once too.
    public void signOut(String session) {
        rows.deleteById(session);
        withdrawals.tell(session);
    }

    /// Whose access token this is; empty for one that is malformed, forged, expired, or of a sign-in that has ended.
    public Optional<SignedIn> authenticate(String accessToken, Instant now) {
        return accessTokens
                .verify(accessToken, now)
                .filter(bearer -> rows.existsById(bearer.session()))
                .flatMap(bearer -> accounts.find(bearer.account())
                        .map(account -> new SignedIn(account, bearer.session(), bearer.expiresAt())));
    }

    /// An account and the sign-in it used.
    ///
    /// @param until when the access token ends
    public record SignedIn(Account account, String session, Instant until) {}

    private Tokens tokens(Account account, String session, String secret, Instant now) {
        return new Tokens(
                accessTokens.issue(account, session, now), session + "." + secret, AccessTokens.LIFE.toSeconds());
    }

    private static AuthException wrong(String message) {
        return new AuthException(AuthException.Reason.WRONG_CREDENTIALS, message);
    }
}
