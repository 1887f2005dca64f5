package dev.moim.signaling.auth;

import dev.moim.signaling.store.UserRow;
import dev.moim.signaling.store.UserRows;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The people who may sign in. Any thread; blocks.
@Singleton
public class Accounts {
    public static final int MIN_PASSWORD = 8;
    public static final int MAX_PASSWORD = 256;
    public static final int MAX_NAME = 64;

    private final UserRows users;
    private final Passwords passwords;

    Accounts(UserRows users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    /// @param name 1 to 64 characters, unique without regard to case
    /// @param password 8 to 256 characters
    /// @throws UnfitException when one of them is too short or too long
    /// @throws AuthException when the name is taken
    public Account add(String name, String password, boolean administrator) {
        String shown = name.strip();
        if (shown.isEmpty() || shown.length() > MAX_NAME) {
            throw new UnfitException("username", "a user name has 1 to " + MAX_NAME + " characters");
        }
        // Folding may make one character into many.
        if (fold(shown).length() > MAX_NAME) {
            throw new UnfitException("username", "the user name has characters that take too much room");
        }
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            throw new UnfitException(
                    "password", "a password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
        }
        if (users.findByFoldedName(fold(shown)).isPresent()) {
            throw taken();
        }
        try {
            return account(users.save(new UserRow(
                    Ids.newId(), shown, fold(shown), passwords.hash(password), administrator, Instant.now())));
        } catch (DataAccessException e) {
            if (users.findByFoldedName(fold(shown)).isPresent()) {
                throw taken();
            }
            throw e;
        }
    }

    public Optional<Account> find(String id) {
        return users.findById(id).map(Accounts::account);
    }

    public boolean hasAdministrator() {
        return users.administrators() > 0;
    }

    /// Accounts by name, at most `limit`, those after a name.
    public List<Account> after(String name, int limit) {
        return users.page(fold(name), limit).stream().map(Accounts::account).toList();
    }

    /// The account, if name and password belong together.
    Optional<Account> authenticate(String name, String password) {
        Optional<UserRow> user = users.findByFoldedName(fold(name.strip()));
        if (password.length() > MAX_PASSWORD) {
            return Optional.empty();
        }
        if (user.isEmpty()) {
            passwords.matchesNobody(password);
            return Optional.empty();
        }
        return user.filter(row -> passwords.matches(password, row.passwordHash()))
                .map(Accounts::account);
    }

    private static AuthException taken() {
        return new AuthException(AuthException.Reason.NAME_TAKEN, "this user name is taken");
    }

    private static Account account(UserRow row) {
        return new Account(row.id(), row.name(), row.administrator());
    }

    /// "Mina", "mina" and what only looks the same in Unicode are one person.
    static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
