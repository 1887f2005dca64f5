package dev.moim.signaling.cli;

import dev.moim.signaling.loadtest.JoinException;
import dev.moim.signaling.loadtest.LoadMeeting;
import dev.moim.signaling.loadtest.LoadReport;
import dev.moim.signaling.loadtest.LoadSettings;
import dev.moim.signaling.loadtest.ServerApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fills a room of a running server with participants that send and check packets, and says what came of it.
@Command(
        name = "load-test",
        description = {
            "Fill a room of a running server with participants and measure.",
            "With --user a room is made unless --room names one; the password is read from standard input."
                    + " Without --user or --access-token all come as guests of --room."
        })
final class LoadTestCommand implements Callable<Integer> {
    /// With more, a picture of everyone is not what people look at any more.
    private static final int MAX_DEFAULT_SLOTS = 25;

    /// Receivers may still be asked for by REST while the test runs.
    private static final int SPARE_PLACES = 10;

    @Parameters(paramLabel = "URL", description = "The server, for example http://localhost:8080.")
    private URI server = URI.create("http://localhost:8080");

    @Option(names = "--user", paramLabel = "NAME", description = "Sign in with this name.")
    private @Nullable String user;

    @Option(names = "--access-token", paramLabel = "TOKEN", description = "Instead of --user.")
    private @Nullable String accessToken;

    @Option(names = "--room", paramLabel = "ID", description = "Come to this room; default: a new one.")
    private @Nullable String room;

    @Option(
            names = "--publishers",
            defaultValue = "1",
            paramLabel = "N",
            description = "Who send sound and pictures, and receive; default ${DEFAULT-VALUE}.")
    private int publishers;

    @Option(
            names = "--subscribers",
            defaultValue = "10",
            paramLabel = "N",
            description = "Who only receive; default ${DEFAULT-VALUE}.")
    private int subscribers;

    @Option(
            names = "--slots",
            defaultValue = "0",
            paramLabel = "N",
            description = "Others that each one hears and sees at most; default: all publishers, up to 25.")
    private int slots;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            paramLabel = "S",
            description = "Seconds before the measurement; default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            paramLabel = "S",
            description = "Seconds of the measurement; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--join-interval",
            defaultValue = "50",
            paramLabel = "MS",
            description = "Milliseconds between two who come in; default ${DEFAULT-VALUE}.")
    private int joinInterval;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int others = slots > 0 ? slots : Math.min(publishers, MAX_DEFAULT_SLOTS);
        try (var http = HttpClient.newHttpClient()) {
            var settings =
                    new LoadSettings(server, publishers, subscribers, others, others, Duration.ofMillis(joinInterval));
            ServerApi api = api(http);
            String where = room != null ? room : api.createRoom("Load test", publishers + subscribers + SPARE_PLACES);
            try (var meeting = LoadMeeting.join(settings, where, name -> api.roomToken(where, name), http)) {
                return measure(meeting);
            }
        } catch (JoinException | IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private ServerApi api(HttpClient http) throws IOException, InterruptedException {
        var anonymous = new ServerApi(http, server, Optional.ofNullable(accessToken));
        if (user == null) {
            if (room == null && accessToken == null) {
                throw new Refusal("say who makes the room (--user or --access-token) or which one it is (--room)");
            }
            return anonymous;
        }
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();
        if (password == null) {
            throw new Refusal("the password is expected on standard input");
        }
        return anonymous.signIn(user, password);
    }

    /// The words `measuring` and `measured` let another program look at the server in the same time.
    private int measure(LoadMeeting meeting) throws InterruptedException {
        meeting.failures().stream().distinct().forEach(reason -> say("did not come in: " + reason));
        TimeUnit.SECONDS.sleep(warmUp);
        meeting.restart();
        say("measuring for " + seconds + " s");
        TimeUnit.SECONDS.sleep(seconds);
        LoadReport report = meeting.report();
        say("measured");
        say(report.text().stripTrailing());
        return report.received() > 0 || (publishers < 2 && subscribers == 0 && report.published() > 0) ? 0 : 1;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
