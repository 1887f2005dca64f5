package dev.moim.signaling.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where an endpoint is.
///
/// @param host a name or a literal address, IPv6 without brackets
/// @param resource path and query as the request line has them
record Target(boolean tls, String host, int port, String resource) {
    static final int MAX_URL = 2_000;

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /// @throws WebhookException when the URL will not do
    static Target of(String url, WebhookSettings settings) {
        URI uri = parse(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !(scheme.equals("http") && settings.allowHttp())) {
            throw invalid(settings.allowHttp() ? "url begins with https:// or http://" : "url begins with https://");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw invalid("url has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("url has no user name and no password: requests are signed instead");
        }
        if (uri.getRawFragment() != null) {
            throw invalid("url has no fragment");
        }
        int port = uri.getPort() == -1 ? (tls ? HTTPS : HTTP) : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw invalid("the port is 1 to 65535");
        }
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent() && !settings.allowPrivate() && !AddressRules.isPublic(literal.get())) {
            throw invalid("the address is not on the public internet");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(tls, host, port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    /// The value of `Host` (RFC 9110 section 7.2).
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    private static URI parse(String url) {
        if (url.isEmpty() || url.length() > MAX_URL) {
            throw invalid("url has 1 to " + MAX_URL + " characters");
        }
        if (url.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw invalid("url has visible ASCII characters only: write others percent-encoded or as punycode");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw invalid("url is not a URL");
        }
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static WebhookException invalid(String message) {
        return WebhookException.invalid("url", message);
    }
}
