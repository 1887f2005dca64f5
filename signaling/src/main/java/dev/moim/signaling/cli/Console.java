package dev.moim.signaling.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moim.signaling.auth.Accounts;
import dev.moim.signaling.auth.AuthException;
import dev.moim.signaling.auth.UnfitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The running server's ear for commands typed on the same machine: a Unix domain socket below the data folder, in a
/// folder that only the owner may enter. A connection carries one [NewPerson] and one [Reply], both as JSON.
///
/// Each connection has a virtual thread; only the owner can open one.
final class Console implements AutoCloseable {
    /// Name and password at their longest, each character written as an escape.
    private static final int MAX_REQUEST_BYTES = 8 * 1024;

    private static final String FOLDER = "console";
    private static final System.Logger LOG = System.getLogger(Console.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param refusal why it was not done, in one line; null when it was
    record Reply(@Nullable String refusal) {}

    private final ServerSocketChannel channel;
    private final Path socket;
    private final Accounts accounts;

    private Console(ServerSocketChannel channel, Path socket, Accounts accounts) {
        this.channel = channel;
        this.socket = socket;
        this.accounts = accounts;
    }

    /// Listens. A server whose data folder has too long a name for a socket, or is on a disk without sockets, goes on
    /// without a console.
    static Optional<Console> open(Path data, Accounts accounts) {
        Path folder = data.resolve(FOLDER);
        Path socket = socket(data);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // Of a server that was killed: the database below the same folder is ours by now.
            Files.deleteIfExists(socket);
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(socket));
            var console = new Console(channel, socket, accounts);
            Thread.ofVirtual().name("console").start(console::accept);
            return Optional.of(console);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.WARNING, "people can be added by REST only while the server runs: {0}", e.toString());
            return Optional.empty();
        }
    }

    /// Asks the server that runs on this data folder.
    ///
    /// @return empty when none answers
    static Optional<Reply> ask(Path data, NewPerson person) {
        Path socket = socket(data);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Channels.newOutputStream(channel).write(JSON.writeValueAsBytes(person));
            channel.shutdownOutput();
            return Optional.of(JSON.readValue(Channels.newInputStream(channel), Reply.class));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(Level.DEBUG, "no server answers at the console", e);
            return Optional.empty();
        }
    }

    private static Path socket(Path data) {
        return data.resolve(FOLDER).resolve("socket");
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                var connection = channel.accept();
                Thread.ofVirtual().name("console-connection").start(() -> serve(connection));
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.log(Level.WARNING, "the console ends", e);
                }
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            byte[] request = Channels.newInputStream(connection).readNBytes(MAX_REQUEST_BYTES);
            var reply = answer(JSON.readValue(request, NewPerson.class));
            Channels.newOutputStream(connection).write(JSON.writeValueAsBytes(reply));
        } catch (IOException e) {
            // Without the cause, whose text may hold the request and so a password.
            LOG.log(
                    Level.WARNING,
                    "a command at the console could not be read: {0}",
                    e.getClass().getName());
        }
    }

    private Reply answer(NewPerson person) {
        try {
            accounts.add(person.name(), person.password(), person.administrator());
            return new Reply(null);
        } catch (UnfitException | AuthException e) {
            return new Reply(e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "adding a person failed", e);
            return new Reply("the server could not do it; its log says why");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
