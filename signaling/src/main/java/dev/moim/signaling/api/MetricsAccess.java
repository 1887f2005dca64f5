package dev.moim.signaling.api;

import dev.moim.signaling.auth.Caller;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.authentication.Authentication;
import java.net.InetAddress;
import java.util.List;

/// Who may read `/prometheus`: programs on this machine, administrators, and everyone if the operator says so. How
/// many people meet is nobody else's business.
@ServerFilter("/prometheus")
@Order(Ordered.LOWEST_PRECEDENCE)
final class MetricsAccess {
    /// A proxy on this machine speaks for people elsewhere.
    private static final List<String> FORWARDED = List.of("X-Forwarded-For", "Forwarded", "Via");

    private final boolean open;

    MetricsAccess(@Value("${moim.metrics.public:false}") boolean open) {
        this.open = open;
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        boolean administrator = request.getUserPrincipal(Authentication.class)
                .filter(caller -> caller.getRoles().contains(Caller.ADMINISTRATOR))
                .isPresent();
        if (!open && !administrator && !isLocal(request)) {
            throw new ApiException(
                    HttpStatus.FORBIDDEN, "metrics are for this machine and for administrators: moim.metrics.public");
        }
    }

    private static boolean isLocal(HttpRequest<?> request) {
        InetAddress address = request.getRemoteAddress().getAddress();
        return address != null
                && address.isLoopbackAddress()
                && FORWARDED.stream().noneMatch(request.getHeaders()::contains);
    }
}
