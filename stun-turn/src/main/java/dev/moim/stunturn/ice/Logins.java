package dev.moim.stunturn.ice;

import dev.moim.stunturn.IceCredentials;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which user name fragment belongs to which session. Any thread; readers never wait.
final class Logins {
    /// 48 random bits, 8 ice-chars: a fragment only names a session, it keeps no secret.
    private static final int UFRAG_BYTES = 6;

    /// 144 random bits, 24 ice-chars; RFC 8445 section 5.3 wants at least 128.
    private static final int PASSWORD_BYTES = 18;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Login> byUfrag = new ConcurrentHashMap<>();

    /// Makes new credentials that are good for nothing yet.
    Login make(LiteSession session) {
        return new Login(session, new IceCredentials(iceChars(UFRAG_BYTES), iceChars(PASSWORD_BYTES)));
    }

    /// From now on other threads find the session by this login.
    ///
    /// @return false if the user name fragment is taken
    boolean register(Login login) {
        return byUfrag.putIfAbsent(login.credentials.ufrag(), login) == null;
    }

    /// Makes and registers.
    Login issue(LiteSession session) {
        Login login = make(session);
        while (!register(login)) {
            login = make(session);
        }
        return login;
    }

    void revoke(@Nullable Login login) {
        if (login != null) {
            byUfrag.remove(login.credentials.ufrag(), login);
        }
    }

    /// @param username local:remote, as RFC 8445 section 7.2.2 builds it
    @Nullable
    Login find(String username) {
        int colon = username.indexOf(':');
        return colon < 0 ? null : byUfrag.get(username.substring(0, colon));
    }

    /// A session shows up once per login that is good.
    void forEach(Consumer<Login> action) {
        byUfrag.values().forEach(action);
    }

    int size() {
        return byUfrag.size();
    }

    /// Base64's alphabet is exactly that of ice-chars (RFC 8839 section 5.4); whole groups need no padding.
    private String iceChars(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
