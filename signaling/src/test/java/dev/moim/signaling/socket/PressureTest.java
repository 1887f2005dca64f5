package dev.moim.signaling.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.Eventually;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Clients that hold what they should let go.
class PressureTest {
    @Test
    void anOddAddressIsRefusedAndHoldsNoPlace() throws IOException {
        try (TestServer server = TestServer.start(Map.of("moim.signaling.max-connections", 1))) {
            for (String query : new String[] {"?{", "?%zz", "?^|", "?\"", "?%"}) {
                try (RawClient client = server.connect()) {
                    String request = RawClient.request("r-1", "good-participant-mina")
                            .replace("/signaling ", "/signaling" + query + " ");
                    assertThat(client.http(request)).as(query).startsWith("HTTP/1.1 40");
                }
                Eventually.isTrue(
                        "the place is free again",
                        () -> server.bean(ConnectionLimits.class).open() == 0);
            }
            try (RawClient client = server.open("participant", "mina")) {
                client.join("Mina");
            }
        }
    }

    @Test
    void aMessageThatNeverEndsIsGivenUp() throws IOException {
        try (TestServer server = TestServer.start(Map.of("moim.signaling.join-limit", "500ms"));
                RawClient mina = server.open("participant", "mina")) {
            mina.join("Mina");
            try (RawClient slow = server.open("participant", "slow")) {
                slow.join("Slow");
                byte[] frame = RawClient.frame(0x80 | RawClient.TEXT, new byte[100_000]);
                slow.raw(Arrays.copyOf(frame, frame.length - 1));
                assertThat(slow.closeCode()).isEqualTo(4000);
            }
            Eventually.isTrue(
                    "its place is given back",
                    () -> server.bean(Memory.class).unfinished().taken() == 0);
            mina.text("{\"type\":\"ping\",\"id\":1}");
            assertThat(mina.message("pong").get("id").intValue()).isEqualTo(1);
        }
    }

    @Test
    void whoHoldsTooMuchIsSentAwayAndOthersGoOn() throws IOException {
        try (TestServer server = TestServer.start(Map.of());
                RawClient greedy = server.open("participant", "greedy");
                RawClient mina = server.open("participant", "mina")) {
            // All the rest of what one address may have.
            var unfinished = server.bean(Memory.class).unfinished();
            assertThat(unfinished.tryTake("127.0.0.1", Runtime.getRuntime().maxMemory() / 64 - 60_000))
                    .isTrue();
            byte[] frame = RawClient.frame(0x80 | RawClient.TEXT, new byte[100_000]);
            greedy.raw(Arrays.copyOf(frame, frame.length - 1));
            assertThat(greedy.closeCode()).isEqualTo(1013);
            mina.join("Mina");
        }
    }

    @Test
    void aLargeMessageInManyPiecesArrives() throws IOException {
        try (TestServer server = TestServer.start(Map.of());
                RawClient client = server.open("participant", "mina")) {
            client.join("Mina");
            String padding = " ".repeat(900_000);
            client.text("{\"type\":\"ping\"," + padding + "\"id\":1}");
            assertThat(client.message("pong").get("id").intValue()).isEqualTo(1);
            assertThat(server.bean(Memory.class).unfinished().taken()).isZero();
        }
    }
}
