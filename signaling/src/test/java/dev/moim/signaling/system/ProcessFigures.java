package dev.moim.signaling.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// What Linux says of a process.
final class ProcessFigures {
    /// USER_HZ of every Linux for decades.
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final Duration STEADY = Duration.ofSeconds(6);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;

    ProcessFigures(long pid) {
        folder = Path.of("/proc", String.valueOf(pid));
    }

    /// User and system time so far.
    double cpuSeconds() {
        String stat = read("stat");
        // The name in brackets may hold spaces; the state follows it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    long residentMegabytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /// Platform threads, all of the JVM's own among them.
    int threads() {
        try (var tasks = Files.list(folder.resolve("task"))) {
            return (int) tasks.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The names of all threads, each with how many have it.
    String threadNames() {
        try (var tasks = Files.list(folder.resolve("task"))) {
            return tasks.map(
                            task -> read("task/" + task.getFileName() + "/comm").strip())
                    .sorted()
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The number of threads once it has not changed for six seconds: the thread that makes connections of the
    /// database pool ends after five.
    int steadyThreads() {
        Instant end = Instant.now().plus(LIMIT);
        int count = threads();
        Instant since = Instant.now();
        while (Instant.now().isBefore(since.plus(STEADY))) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the number of threads does not settle: " + threadNames());
            }
            Pause.briefly();
            int now = threads();
            if (now != count) {
                count = now;
                since = Instant.now();
            }
        }
        return count;
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
