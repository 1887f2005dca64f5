package dev.moim.signaling.cli;

import dev.moim.signaling.conference.MediaPortException;
import java.net.BindException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a start failed, in one line for the operator.
final class Startup {
    /// H2's code for a database file that another process holds.
    private static final String ALREADY_OPEN = "90020";

    private Startup() {}

    /// A [Refusal] for what the operator can put right, otherwise the failure itself. Settings that make no sense are
    /// told by exceptions whose message begins with the setting's name.
    static RuntimeException explain(RuntimeException failure, int port, int udpPort, Path directory) {
        if (causes(failure).anyMatch(BindException.class::isInstance)) {
            boolean udp = causes(failure).anyMatch(MediaPortException.class::isInstance);
            String which = udp ? "UDP port %d is in use (--udp-port)" : "TCP port %d is in use (--port)";
            return new Refusal(which.formatted(udp ? udpPort : port), failure);
        }
        if (isLocked(failure)) {
            return new Refusal("another server is running on the data folder " + directory, failure);
        }
        Optional<SQLException> database = causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
        if (database.isPresent()) {
            return new Refusal("the database cannot be opened: " + reason(database.get()), failure);
        }
        return explain(failure);
    }

    /// The same for a process that has settings only.
    static RuntimeException explain(RuntimeException failure) {
        return causes(failure)
                .filter(IllegalArgumentException.class::isInstance)
                .map(it -> String.valueOf(it.getMessage()))
                .filter(message -> message.startsWith("moim."))
                .findFirst()
                .<RuntimeException>map(message -> new Refusal(message, failure))
                .orElse(failure);
    }

    /// The database's own words, which name the file, on one line.
    private static String reason(SQLException fault) {
        return String.valueOf(fault.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("[.] Possible solution.*| \\[[0-9]+-[0-9]+]$", "");
    }

    /// Whether another process has the embedded database open.
    static boolean isLocked(Throwable failure) {
        return causes(failure).anyMatch(it -> it instanceof SQLException sql && ALREADY_OPEN.equals(sql.getSQLState()));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause);
    }
}
