package dev.moim.signaling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// No participant costs a thread of the machine.
class ThreadsIT {
    private static final int MANY = 16;

    @BeforeAll
    static void systemTells() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "needs Linux's /proc");
    }

    @Test
    void sixteenParticipantsNeedNoMoreThreadsThanOne() throws InterruptedException {
        try (var server = new ServerProcess();
                var http = HttpClient.newHttpClient()) {
            var figures = new ProcessFigures(server.pid());
            String room = server.createRoom("Threads");
            // Threads that are started with the first need of them, whoever has it, are there after this.
            LoadRig.meeting(server, http, room, MANY).close();
            int one;
            String names;
            try (var meeting = LoadRig.meeting(server, http, server.createRoom("One"), 1)) {
                one = figures.steadyThreads();
                names = figures.threadNames();
                assertThat(meeting.report().connected()).isEqualTo(1);
            }
            try (var meeting = LoadRig.meeting(server, http, room, MANY)) {
                int many = figures.steadyThreads();
                assertThat(meeting.report().connected()).isEqualTo(MANY);
                assertThat(many)
                        .as("threads with one participant: %s%nwith %d: %s", names, MANY, figures.threadNames())
                        .isEqualTo(one);
                System.out.printf("%d threads with one participant, %d with %d%n", one, many, MANY);
            }
        }
    }
}
