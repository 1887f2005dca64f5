package dev.moim.stunturn.stun;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;
import org.ice4j.message.Message;
import org.jspecify.annotations.Nullable;

/// Answers of a TURN server (RFC 8656), as datagrams. They have no reason phrase and no SOFTWARE: neither helps a
/// client, and both help whoever lets us answer to someone else's address.
public final class TurnAnswer {
    private TurnAnswer() {}

    /// To Allocate.
    public static byte[] allocated(
            StunMessage request,
            InetSocketAddress relayed,
            InetSocketAddress mapped,
            int lifetimeSeconds,
            StunKey key) {
        byte[] id = request.transactionId();
        return success(
                request,
                List.of(
                        AttributeFactory.createXorRelayedAddressAttribute(transport(relayed), id),
                        AttributeFactory.createLifetimeAttribute(lifetimeSeconds),
                        AttributeFactory.createXorMappedAddressAttribute(transport(mapped), id)),
                key);
    }

    /// To Refresh.
    public static byte[] refreshed(StunMessage request, int lifetimeSeconds, StunKey key) {
        return success(request, List.of(AttributeFactory.createLifetimeAttribute(lifetimeSeconds)), key);
    }

    /// To CreatePermission and ChannelBind.
    public static byte[] done(StunMessage request, StunKey key) {
        return success(request, List.of(), key);
    }

    /// To a Binding request of anyone (RFC 8489 section 6.3).
    public static byte[] mapped(StunMessage request, InetSocketAddress source) {
        TransportAddress mapped = transport(source);
        return success(
                request,
                List.of(AttributeFactory.createXorMappedAddressAttribute(mapped, request.transactionId())),
                null);
    }

    /// 401 and 438: who asks may try again with these (RFC 8489 section 9.2.4).
    public static byte[] challenge(StunMessage request, int code, String realm, String nonce) {
        return error(
                request,
                List.of(
                        errorCode(code),
                        AttributeFactory.createRealmAttribute(realm.getBytes(StandardCharsets.UTF_8)),
                        AttributeFactory.createNonceAttribute(nonce.getBytes(StandardCharsets.UTF_8))),
                null);
    }

    /// @param code 300 to 699
    /// @param key null before authentication
    public static byte[] error(StunMessage request, int code, @Nullable StunKey key) {
        return error(request, List.of(errorCode(code)), key);
    }

    /// 420 with the list of what was not understood (RFC 8489 section 6.3.1).
    ///
    /// @param key null before authentication
    public static byte[] unknownAttributes(StunMessage request, List<Integer> unknown, @Nullable StunKey key) {
        UnknownAttributesAttribute types = AttributeFactory.createUnknownAttributesAttribute();
        unknown.forEach(type -> types.addAttributeID((char) type.intValue()));
        return error(request, List.of(errorCode(ErrorCodeAttribute.UNKNOWN_ATTRIBUTE), types), key);
    }

    private static ErrorCodeAttribute errorCode(int code) {
        try {
            ErrorCodeAttribute attribute =
                    AttributeFactory.createErrorCodeAttribute((byte) (code / 100), (byte) (code % 100));
            attribute.setReasonPhrase("");
            return attribute;
        } catch (StunException e) {
            throw new IllegalArgumentException("an error code is 300 to 699", e);
        }
    }

    private static TransportAddress transport(InetSocketAddress address) {
        return new TransportAddress(Addresses.unmapped(address), Transport.UDP);
    }

    private static byte[] success(StunMessage request, List<? extends Attribute> attributes, @Nullable StunKey key) {
        return StunWriter.answer(request.type() | Message.STUN_SUCCESS_RESP, request.transactionId(), attributes, key);
    }

    private static byte[] error(StunMessage request, List<? extends Attribute> attributes, @Nullable StunKey key) {
        return StunWriter.answer(request.type() | Message.STUN_ERROR_RESP, request.transactionId(), attributes, key);
    }
}
