package dev.moim.media.srtp;

import java.lang.reflect.Field;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;

/// Makes the library use the JDK's ciphers, the fastest here (docs/decisions names the measurement). Left alone it
/// compares all providers for half a second when the first packet comes; told a name it still builds every other
/// provider first, which takes most of that time. So its tables are filled by hand.
final class LibraryCiphers {
    private static final String PROVIDER = "SunJCE";

    /// Held, since the logging of the JDK forgets a level together with its logger.
    private static final Logger LOGGER = Logger.getLogger("org.jitsi.srtp");

    private LibraryCiphers() {}

    static void install() {
        // It reports which provider it tries, and how loading a native one went that is not wanted.
        LOGGER.setLevel(Level.OFF);
        Aes.setFactoryClassName(Aes.SunJCECipherFactory.class.getName());
        try {
            fillTables();
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Another version of the library: the name above leads to the same ciphers, later.
            LOGGER.log(Level.FINE, "slow start", e);
        }
    }

    private static void fillTables() throws ReflectiveOperationException {
        // A loaded native library would get a second cipher for each stream, for a mode that is never used.
        field(JitsiOpenSslProvider.class, "libraryLoaded").setBoolean(null, false);
        field(HmacSha1.class, "providers").set(null, List.of(Security.getProvider(PROVIDER)));
        @SuppressWarnings("unchecked") // Its declared type.
        var factories = (Map<String, CipherFactory>)
                field(Aes.class, "fastestFactories").get(null);
        var factory = new Aes.SunJCECipherFactory();
        factories.put("AES/CTR/NoPadding", factory);
        factories.put("AES/GCM/NoPadding", factory);
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        var field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
