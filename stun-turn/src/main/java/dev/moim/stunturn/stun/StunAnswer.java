package dev.moim.stunturn.stun;

import java.net.InetSocketAddress;
import java.util.List;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;

/// Answers to Binding requests (RFC 8489 section 6.3), as datagrams with MESSAGE-INTEGRITY and FINGERPRINT.
public final class StunAnswer {
    private static final char UNKNOWN_ATTRIBUTE = 420;

    private StunAnswer() {}

    /// The source address goes into XOR-MAPPED-ADDRESS.
    ///
    /// @param source resolved; a v4-mapped IPv6 address is told as the IPv4 address that the client has
    public static byte[] success(StunMessage request, InetSocketAddress source, StunKey key) {
        Request asked = MessageFactory.createBindingRequest();
        takeTransaction(asked, request);
        TransportAddress mapped = new TransportAddress(Addresses.unmapped(source), Transport.UDP);
        return write(MessageFactory.createBindingResponse(asked, mapped), request, key);
    }

    /// @param code 300 to 699
    public static byte[] error(StunMessage request, int code, String reason, StunKey key) {
        return write(MessageFactory.createBindingErrorResponse((char) code, reason), request, key);
    }

    /// 420 with the list of what was not understood (RFC 8489 section 6.3.1).
    public static byte[] unknownAttributes(StunMessage request, List<Integer> unknown, StunKey key) {
        char[] types = new char[unknown.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = (char) unknown.get(i).intValue();
        }
        return write(
                MessageFactory.createBindingErrorResponse(UNKNOWN_ATTRIBUTE, "Unknown Attribute", types), request, key);
    }

    private static byte[] write(Message answer, StunMessage request, StunKey key) {
        takeTransaction(answer, request);
        return StunWriter.write(answer, key);
    }

    private static void takeTransaction(Message message, StunMessage request) {
        try {
            message.setTransactionID(request.transactionId());
        } catch (StunException e) {
            throw new IllegalStateException("a parsed message has a transaction id of 12 bytes", e);
        }
    }
}
