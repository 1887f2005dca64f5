package dev.moim.signaling.protocol;

import java.util.Optional;

/// A client's message broke the contract. Its text is written for the client's developer and never carries more of
/// the message than the names of properties that the protocol knows.
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Optional<String> field;
    private final transient Optional<String> to;

    public ProtocolException(ErrorCode code, Optional<String> field, Optional<String> to, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
        this.to = to;
    }

    static ProtocolException invalid(String field, String message) {
        return new ProtocolException(ErrorCode.INVALID, Optional.of(field), Optional.empty(), message);
    }

    public ErrorCode code() {
        return code;
    }

    /// The property that is wrong.
    public Optional<String> field() {
        return field;
    }

    /// The type of the message that is wrong.
    public Optional<String> to() {
        return to;
    }

    public ServerMessage.Failure toFailure() {
        return new ServerMessage.Failure(code, to, field, getMessage());
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
