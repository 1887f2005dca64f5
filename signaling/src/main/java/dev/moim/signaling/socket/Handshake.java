package dev.moim.signaling.socket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Judges a WebSocket handshake by its headers alone (RFC 6455 section 4.2.1).
final class Handshake {
    static final String SUBPROTOCOL = "moim.v1";

    private static final String BEARER = "bearer.";
    private static final Pattern PATH = Pattern.compile("/api/v1/rooms/([^/?]+)/signaling(?:\\?.*)?");

    private final HttpRequest request;
    private final List<String> allowedOrigins;

    Handshake(HttpRequest request, List<String> allowedOrigins) {
        this.request = request;
        this.allowedOrigins = allowedOrigins;
    }

    /// The room as the path names it, when the path is that of a signaling channel.
    static Optional<String> room(String uri) {
        Matcher matcher = PATH.matcher(uri);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Optional<Refusal> judge() {
        if (!isUpgrade()) {
            return Optional.of(Refusal.NO_HANDSHAKE);
        }
        if (!values(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of("13"))) {
            return Optional.of(Refusal.VERSION);
        }
        if (!isKey(values(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return Optional.of(Refusal.NO_HANDSHAKE);
        }
        if (!isFromAllowedOrigin()) {
            return Optional.of(Refusal.ORIGIN);
        }
        if (token().isEmpty()) {
            return Optional.of(Refusal.NO_TOKEN);
        }
        return subprotocols().anyMatch(SUBPROTOCOL::equals) ? Optional.empty() : Optional.of(Refusal.NO_HANDSHAKE);
    }

    /// What follows `bearer.` among the subprotocols. Never logged, never sent back.
    Optional<String> token() {
        List<String> tokens = subprotocols()
                .filter(name -> name.startsWith(BEARER))
                .map(name -> name.substring(BEARER.length()))
                .toList();
        return tokens.size() == 1 ? Optional.of(tokens.getFirst()) : Optional.empty();
    }

    private boolean isUpgrade() {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && isUri(request.uri())
                && headers.getAll(HttpHeaderNames.HOST).size() == 1
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && "0".equals(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"))
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION)
                && tokens(HttpHeaderNames.UPGRADE).anyMatch("websocket"::equalsIgnoreCase)
                && tokens(HttpHeaderNames.CONNECTION).anyMatch("upgrade"::equalsIgnoreCase);
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.getFirst().length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.getFirst()).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// A page's own server is the one that its requests go to; other programs send no origin.
    private boolean isFromAllowedOrigin() {
        List<String> origins = values(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return true;
        }
        String origin = origins.getFirst().toLowerCase(Locale.ROOT);
        String host = request.headers().get(HttpHeaderNames.HOST).toLowerCase(Locale.ROOT);
        boolean own = origin.equals("https://" + host) || origin.equals("http://" + host);
        return origins.size() == 1 && (own || allowedOrigins.stream().anyMatch(origin::equalsIgnoreCase));
    }

    private Stream<String> subprotocols() {
        return tokens(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    }

    private Stream<String> tokens(CharSequence header) {
        return values(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::trim);
    }

    private List<String> values(CharSequence header) {
        return request.headers().getAll(header).stream().map(String::trim).toList();
    }
}
