package dev.moim.media.dtls;

import java.util.Arrays;

/// Decides which received records Bouncy Castle sees. It ends an association over some records that anybody who knows
/// the addresses can forge, and waits forever after some that the network reordered; neither may happen.
final class RecordGate {
    /// Far more than a chain of certificates needs; Bouncy Castle reserves what the first fragment announces.
    private static final int MAX_MESSAGE_BYTES = 16 * 1024;

    /// Explicit nonce and tag of GCM (RFC 5288): a shorter fragment cannot be authentic, and Bouncy Castle answers it
    /// with a fatal alert.
    private static final int GCM_OVERHEAD_BYTES = 24;

    /// ServerHello, HelloVerifyRequest, NewSessionTicket, Certificate, ServerKeyExchange, CertificateRequest,
    /// ServerHelloDone, CertificateStatus.
    private static final int FROM_SERVER = types(2, 3, 4, 11, 12, 13, 14, 22);

    /// ClientHello, Certificate, CertificateVerify, ClientKeyExchange.
    private static final int FROM_CLIENT = types(1, 11, 15, 16);

    enum Verdict {
        PASS,
        DROP,
        /// Comes too early; pass it on once [#isVerified].
        HOLD,
        /// Another ClientHello than the one under way, before any answer: begin again with this one.
        RESTART
    }

    private final Role role;
    private boolean answered;
    private boolean established;
    private int helloLength = -1;
    private int verifyLength = -1;
    private int verifyCovered;
    private boolean verified;
    private int alert = -1;

    RecordGate(Role role) {
        this.role = role;
        verified = role == Role.CLIENT;
    }

    void restart() {
        helloLength = -1;
    }

    /// We sent a handshake message.
    void onAnswer() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    void onEstablished() {
        established = true;
    }

    boolean isEstablished() {
        return established;
    }

    /// Whether a client's CertificateVerify came whole, after which its change of keys may be seen.
    boolean isVerified() {
        return verified;
    }

    /// Description of the last alert in the clear, or -1. Nobody vouches for it, so it ends nothing, but it may
    /// explain why the handshake came to nothing.
    int alert() {
        return alert;
    }

    /// @param length of the record with its header, as [Records#length] gave it
    Verdict judge(byte[] buffer, int offset, int length) {
        int type = Records.type(buffer, offset);
        return switch (Records.epoch(buffer, offset)) {
            case 0 -> judgePlain(type, buffer, offset + Records.HEADER_BYTES, offset + length);
            case 1 -> judgeProtected(length - Records.HEADER_BYTES);
            default -> Verdict.DROP;
        };
    }

    private Verdict judgeProtected(int fragmentLength) {
        if (fragmentLength < GCM_OVERHEAD_BYTES) {
            return Verdict.DROP;
        }
        return isVerified() ? Verdict.PASS : Verdict.HOLD;
    }

    private Verdict judgePlain(int type, byte[] buffer, int offset, int end) {
        return switch (type) {
            case Records.HANDSHAKE -> judgeFragments(buffer, offset, end);
            case Records.CHANGE_CIPHER_SPEC -> {
                if (established) {
                    yield Verdict.DROP;
                }
                yield isVerified() ? Verdict.PASS : Verdict.HOLD;
            }
            case Records.ALERT -> {
                if (end - offset == 2) {
                    alert = buffer[offset + 1] & 0xFF;
                }
                yield Verdict.DROP;
            }
            default -> Verdict.DROP;
        };
    }

    private Verdict judgeFragments(byte[] buffer, int offset, int end) {
        var verdict = Verdict.DROP;
        int position = offset;
        while (end - position >= Records.FRAGMENT_HEADER_BYTES) {
            int body = position + Records.FRAGMENT_HEADER_BYTES;
            int length = Records.uint24(buffer, position + 1);
            int fragmentOffset = Records.uint24(buffer, position + 6);
            int fragmentLength = Records.uint24(buffer, position + 9);
            if (length > MAX_MESSAGE_BYTES || fragmentOffset + fragmentLength > length || body + fragmentLength > end) {
                return Verdict.DROP;
            }
            verdict = judgeMessage(buffer[position] & 0xFF, Records.uint16(buffer, position + 4), length);
            if (verdict != Verdict.PASS) {
                return verdict;
            }
            position = body + fragmentLength;
        }
        if (position != end) {
            return Verdict.DROP;
        }
        noteVerify(buffer, offset, end);
        return verdict;
    }

    private Verdict judgeMessage(int type, int sequence, int length) {
        int expected = role == Role.SERVER ? FROM_CLIENT : FROM_SERVER;
        if (type > 31 || (expected & (1 << type)) == 0) {
            return Verdict.DROP;
        }
        if (role == Role.CLIENT) {
            return Verdict.PASS;
        }
        if (type != Records.CLIENT_HELLO) {
            return answered ? Verdict.PASS : Verdict.DROP;
        }
        if (established || sequence != 0) {
            return Verdict.DROP;
        }
        if (helloLength < 0) {
            helloLength = length;
        }
        if (helloLength == length) {
            return Verdict.PASS;
        }
        return answered ? Verdict.DROP : Verdict.RESTART;
    }

    private static int types(int... types) {
        return Arrays.stream(types).reduce(0, (set, type) -> set | (1 << type));
    }

    private void noteVerify(byte[] buffer, int offset, int end) {
        for (int position = offset; position < end && !verified; ) {
            int length = Records.uint24(buffer, position + 1);
            int fragmentOffset = Records.uint24(buffer, position + 6);
            int fragmentLength = Records.uint24(buffer, position + 9);
            if (buffer[position] == Records.CERTIFICATE_VERIFY) {
                if (length != verifyLength) {
                    verifyLength = length;
                    verifyCovered = 0;
                }
                if (fragmentOffset <= verifyCovered) {
                    verifyCovered = Math.max(verifyCovered, fragmentOffset + fragmentLength);
                }
                verified = verifyCovered == length;
            }
            position += Records.FRAGMENT_HEADER_BYTES + fragmentLength;
        }
    }
}
