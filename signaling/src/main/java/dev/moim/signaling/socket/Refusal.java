package dev.moim.signaling.socket;

/// Why a handshake ends with a status other than 101.
enum Refusal {
    NO_HANDSHAKE(400, "Not a WebSocket handshake"),
    NO_TOKEN(401, "A room token is needed"),
    ORIGIN(403, "Not from this origin"),
    NO_ROOM(404, "No such room"),
    VERSION(426, "WebSocket version 13 is needed"),
    FAULT(500, "A fault of the server"),
    FULL(503, "Too many connections");

    private final int status;
    private final String title;

    Refusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    /// An RFC 9457 problem.
    String json() {
        return "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + "}";
    }
}
