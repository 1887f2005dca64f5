package dev.moim.signaling.auth;

import jakarta.inject.Singleton;
import java.util.Optional;

/// The one-time code with which the first administrator signs up. New with every start, good for one use, and only
/// while there is no administrator. Any thread.
@Singleton
public class SetupCode {
    private volatile String code = Ids.newSecret();
    private final Accounts accounts;

    SetupCode(Accounts accounts) {
        this.accounts = accounts;
    }

    /// For the operator's terminal only; empty when it is not needed.
    public Optional<String> show() {
        return accounts.hasAdministrator()
                ? Optional.empty()
                : Optional.of(code).filter(it -> !it.isEmpty());
    }

    /// Makes the first administrator.
    ///
    /// @throws AuthException when the code is wrong or there is an administrator
    /// @throws UnfitException when name or password will not do; the code stays good
    public synchronized Account use(String shown, String name, String password) {
        String expected = code;
        if (accounts.hasAdministrator()) {
            throw new AuthException(AuthException.Reason.ALREADY_SET_UP, "there is an administrator already");
        }
        if (expected.isEmpty() || !Ids.sameSecret(shown, expected)) {
            throw new AuthException(AuthException.Reason.WRONG_CREDENTIALS, "the sign-up code is wrong");
        }
        Account account = accounts.add(name, password, true);
        code = "";
        return account;
    }
}
