package dev.moim.signaling.api;

import dev.moim.signaling.auth.BearerHeader;
import dev.moim.signaling.auth.RelayAccess;
import dev.moim.signaling.auth.RoomGrant;
import dev.moim.signaling.auth.RoomTokens;
import dev.moim.signaling.protocol.ServerMessage.IceServer;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.List;
import java.util.Optional;

/// The way in through a firewall, for whoever has a room token. Access tokens are worth nothing here, so it looks at
/// the bearer token itself.
@Controller("/api/v1/ice-servers")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
final class IceServersController {
    private final RoomTokens tokens;
    private final RelayAccess relay;

    IceServersController(RoomTokens tokens, RelayAccess relay) {
        this.tokens = tokens;
        this.relay = relay;
    }

    /// The body of the answer.
    record IceServers(List<IceServer> iceServers) {}

    @Get
    HttpResponse<IceServers> iceServers(HttpRequest<?> request, @Header(HttpHeaders.HOST) Optional<String> host) {
        RoomGrant grant = BearerHeader.token(request)
                .flatMap(tokens::verify)
                .orElseThrow(() -> new ApiException(HttpStatus.UNAUTHORIZED, "a room token is needed"));
        return HttpResponse.ok(new IceServers(relay.servers(grant, host.orElse(""))))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
