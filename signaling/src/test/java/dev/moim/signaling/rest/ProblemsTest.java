package dev.moim.signaling.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.signaling.auth.Accounts;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whatever is wrong with a request, the answer has one form ([OpenApi] checks it) and names what is wrong.
class ProblemsTest extends RestTest {
    private static final String ROOMS = "/api/v1/rooms";
    private static final String[] JSON = {"Content-Type", "application/json"};

    @Inject
    EmbeddedServer server;

    @Inject
    Accounts accounts;

    @Inject
    Router router;

    private Rest owner;

    @BeforeAll
    void people() {
        accounts.add("owner", Rest.PASSWORD, false);
        owner = Rest.anonymous(server).signedIn("owner");
    }

    @Test
    void bodiesThatAreNotWhatIsExpected() {
        for (String body :
                List.of("", "{", "[]", "\"text\"", "{\"name\":\"a\"} {}", "{\"name\":\"a\",\"name\":\"b\"}", "nul")) {
            assertThat(owner.send("POST", ROOMS, body, JSON).status()).as(body).isEqualTo(400);
        }
        Map<String, String> wrong = Map.of(
                "{}", "name",
                "{\"name\":null}", "name",
                "{\"name\":5}", "name",
                "{\"name\":\"  \"}", "name",
                "{\"name\":\"a\\u0000\"}", "name",
                "{\"name\":\"\\ud800\"}", "name",
                "{\"name\":\"a\",\"guests\":\"true\"}", "guests",
                "{\"name\":\"a\",\"maxParticipants\":\"5\"}", "maxParticipants",
                "{\"name\":\"a\",\"maxParticipants\":0}", "maxParticipants",
                "{\"name\":\"a\",\"nmae\":1}", "nmae");
        wrong.forEach((body, field) -> {
            Answer answer = owner.send("POST", ROOMS, body, JSON);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text("field")).as(body).isEqualTo(field);
        });
        assertThat(owner.send("POST", ROOMS, "{\"name\":\"a\",\"maxParticipants\":1.5}", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(owner.send("POST", ROOMS, "{\"name\":\"a\",\"maxParticipants\":99999999999}", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(owner.send("POST", ROOMS, "[".repeat(60_000), JSON).status()).isEqualTo(400);
    }

    @Test
    void theStatusSaysWhatKindOfFaultItIs() {
        assertThat(owner.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(owner.get("/no/page").status()).isEqualTo(404);
        Answer method = owner.send("PUT", ROOMS, "{}", JSON);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).contains("POST");
        assertThat(method.text("detail")).startsWith("this address takes ");
        Answer type = owner.send("POST", ROOMS, "name=x", "Content-Type", "text/x-strange");
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.body()).doesNotContain("strange");
        assertThat(owner.get(ROOMS, "Accept", "image/png").status()).isEqualTo(406);
        assertThat(owner.send("POST", ROOMS, "{\"name\":\"" + "x".repeat(2_000_000) + "\"}", JSON)
                        .status())
                .isEqualTo(413);
        assertThat(Rest.anonymous(server).with("x".repeat(5_000)).get(ROOMS).status())
                .isEqualTo(401);
        assertThat(owner.get(ROOMS + "?after=%00").status()).isEqualTo(400);
    }

    @Test
    void problemsTellNoClassNames() {
        Answer answer = owner.send("POST", ROOMS, "{\"name\":{\"a\":1}}", JSON);
        assertThat(answer.body()).doesNotContain("moim").doesNotContain("java").doesNotContain("jackson");
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionHasARoute() {
        Set<String> described = OpenApi.operations()
                .map(operation -> operation.getKey() + " " + operation.getValue())
                // Taken before the router.
                .filter(operation -> !operation.endsWith("/signaling"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> routes = router.uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString())
                .filter(route -> !isPage(route))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes).isEqualTo(described);
    }

    @Test
    void theDescriptionAndItsPageAreServed() {
        Rest nobody = Rest.anonymous(server);
        assertThat(nobody.get("/openapi.yml").body()).startsWith("openapi: 3.1.0");
        Answer page = nobody.page("/docs");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(page.body())
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://");
        OpenApi.operations().forEach(operation -> assertThat(page.body()).contains(operation.getValue()));
        assertThat(nobody.page("/docs/style.css").status()).isEqualTo(200);
    }

    @Test
    void theServerSaysHowItIs() {
        Rest nobody = Rest.anonymous(server);
        assertThat(nobody.get("/health").text("status")).isEqualTo("UP");
        assertThat(nobody.get("/prometheus").body())
                .contains(
                        "jvm_memory_used_bytes",
                        "moim_media_datagrams_received_total",
                        "moim_media_drops_total{reason=\"authentication_failed\"} 0.0",
                        "moim_ice_datagrams_total{",
                        "moim_rooms 0.0",
                        "moim_participants 0.0");
    }

    @Test
    void metricsAreNotForPeopleElsewhere() {
        assertThat(Rest.anonymous(server)
                        .get("/prometheus", "X-Forwarded-For", "198.51.100.1")
                        .status())
                .isEqualTo(403);
    }

    /// Pages for people and the client's files are no part of the API.
    private static boolean isPage(String route) {
        return Set.of("GET /", "GET /r/{id}", "GET /{name}", "GET /docs", "GET /docs/style.css")
                        .contains(route)
                || route.startsWith("GET /health/");
    }
}
