package dev.moim.signaling.loadtest;

import dev.moim.media.DtlsFingerprint;
import dev.moim.stunturn.IceCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// Participants of this process in one room of a server, who send and check packets until they are closed. Their media
/// is on one thread, their signaling on virtual ones. Any thread.
public final class LoadMeeting implements AutoCloseable {
    private static final long JOIN_LIMIT_SECONDS = 30;

    /// RFC 8839 section 5.4: ice-chars.
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int UFRAG_CHARS = 8;
    private static final int PASSWORD_CHARS = 24;

    /// Gives the one with this name a token for the room.
    @FunctionalInterface
    public interface Door {
        String token(String name) throws InterruptedException;
    }

    private final LoadSettings settings;
    private final URI channel;
    private final InetAddress host;
    private final Door door;
    private final HttpClient http;
    private final MediaThread media;
    private final DtlsFingerprint fingerprint;
    private final List<Guest> guests = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long restartedNanos = System.nanoTime();
    private long publishedBefore;

    private LoadMeeting(LoadSettings settings, String room, Door door, HttpClient http) throws IOException {
        this.settings = settings;
        this.door = door;
        this.http = http;
        String server = settings.server().toString().replaceFirst("^http", "ws").replaceFirst("/$", "");
        channel = URI.create(server + "/api/v1/rooms/" + room + "/signaling");
        host = InetAddress.getByName(settings.server().getHost());
        media = MediaThread.start();
        fingerprint = DtlsFingerprint.of(media.dtls().certificate());
    }

    /// Lets all participants come in, publishers first, and waits until each has media or has failed.
    ///
    /// @param http used until [#close]; stays open
    public static LoadMeeting join(LoadSettings settings, String room, Door door, HttpClient http)
            throws InterruptedException {
        try {
            var meeting = new LoadMeeting(settings, room, door, http);
            meeting.enterAll();
            return meeting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void enterAll() throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Guest>> entering = new ArrayList<>();
            for (int i = 0; i < settings.participants(); i++) {
                int index = i;
                String token = door.token(name(index));
                entering.add(executor.submit(() -> enter(index, token)));
                TimeUnit.NANOSECONDS.sleep(settings.joinInterval().toNanos());
            }
            for (Future<Guest> one : entering) {
                try {
                    guests.add(one.get());
                } catch (ExecutionException e) {
                    failures.add(reason(e));
                }
            }
        }
    }

    private static String name(int index) {
        return "load-" + (index + 1);
    }

    private Guest enter(int index, String token) throws InterruptedException, ExecutionException, TimeoutException {
        boolean publishes = index < settings.publishers();
        long started = System.nanoTime();
        var offer = new Offer(
                credentials(media.random()), fingerprint, publishes, settings.audioSlots(), settings.videoSlots());
        var signaling = SignalingClient.connect(http, channel, token).get(JOIN_LIMIT_SECONDS, TimeUnit.SECONDS);
        Answer answer = Answer.parse(signaling.join(name(index), offer).get(JOIN_LIMIT_SECONDS, TimeUnit.SECONDS))
                .preferring(host);
        long answered = System.nanoTime();
        Participant participant = media.ask(() -> participant(offer, answer));
        long connected = participant.connected().get(JOIN_LIMIT_SECONDS, TimeUnit.SECONDS);
        return new Guest(signaling, participant, started, answered, connected);
    }

    private Participant participant(Offer offer, Answer answer) {
        try {
            return new Participant(media, offer, answer, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IceCredentials credentials(RandomGenerator random) {
        return new IceCredentials(iceChars(random, UFRAG_CHARS), iceChars(random, PASSWORD_CHARS));
    }

    private static String iceChars(RandomGenerator random, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JoinException || cause instanceof IllegalStateException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }

    /// Why some did not come in; empty when all did.
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /// Forgets all counts and latencies; join times stay.
    public void restart() {
        media.ask(() -> {
            guests.forEach(guest -> guest.media().restartCounts());
            media.latency().clear();
            publishedBefore = published();
            restartedNanos = System.nanoTime();
            return true;
        });
    }

    /// What was seen since [#restart].
    public LoadReport report() {
        return media.ask(() -> LoadReport.of(
                guests,
                settings.participants(),
                published() - publishedBefore,
                System.nanoTime() - restartedNanos,
                media.latency()));
    }

    private long published() {
        return guests.stream().mapToLong(guest -> guest.media().published()).sum();
    }

    /// Sends a datagram as it is from every participant's port, as somebody could who forges source addresses.
    public void inject(byte[] datagram) {
        media.execute(() -> guests.forEach(guest -> guest.media().sendRaw(datagram)));
    }

    /// All leave.
    @Override
    public void close() {
        guests.forEach(guest -> guest.signaling().leave());
        media.close();
    }
}
