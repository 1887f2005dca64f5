package dev.moim.stunturn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Objects;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The test vectors of RFC 5769 section 2.
class Rfc5769Test {
    private static final String REQUEST = "000100582112a442b7e7a701bc34d686fa87dfae"
            + "802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36"
            + "000600096576746a3a68367659202020"
            + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";
    private static final String RESPONSE_IPV4 = "0101003c2112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220002000080001a147e112a643"
            + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";
    private static final String RESPONSE_IPV6 = "010100482112a442b7e7a701bc34d686fa87dfae"
            + "8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
            + "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";

    private static final String LONG_TERM_REQUEST = "000100602112a44278ad3433c6ad72c029da412e"
            + "00060012e3839ee38388e383aae38383e382afe382b90000"
            + "0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700"
            + "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666";

    private static final StunKey KEY = StunKey.shortTerm("VOkJxbRl1RmTxUk/WvJxBt");

    private static StunMessage parse(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUEST, RESPONSE_IPV4, RESPONSE_IPV6})
    void theVectorsAreAuthenticForTheirPasswordOnly(String hex) {
        assertThat(parse(hex).isAuthentic(KEY)).isTrue();
        assertThat(parse(hex).isAuthentic(StunKey.shortTerm("VOkJxbRl1RmTxUk/WvJxBT")))
                .isFalse();
    }

    /// Section 2.4; the password there is what SASLprep makes "TheMatrIX" of.
    @Test
    void theLongTermVectorIsAuthenticForItsUserRealmAndPassword() {
        String username = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
        StunMessage request = parse(LONG_TERM_REQUEST);

        assertThat(request.username()).isEqualTo(username);
        assertThat(request.isAuthentic(StunKey.longTerm(username, "example.org", "TheMatrIX")))
                .isTrue();
        assertThat(request.isAuthentic(StunKey.longTerm(username, "example.com", "TheMatrIX")))
                .isFalse();
    }

    @Test
    void theRequestsAttributesAreRead() {
        StunMessage request = parse(REQUEST);

        assertThat(request.isRequest()).isTrue();
        assertThat(request.username()).isEqualTo("evtj:h6vY");
        assertThat(request.transactionId()).isEqualTo(HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae"));
        assertThat(request.has(Attribute.ICE_CONTROLLED)).isTrue();
        assertThat(request.has(Attribute.USE_CANDIDATE)).isFalse();
    }

    @Test
    void theMappedAddressesAreRead() {
        assertThat(mapped(RESPONSE_IPV4)).isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(mapped(RESPONSE_IPV6))
                .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
    }

    private static InetSocketAddress mapped(String hex) {
        StunMessage response = parse(hex);
        Attribute attribute = response.first(Attribute.XOR_MAPPED_ADDRESS);
        var address =
                ((XorMappedAddressAttribute) Objects.requireNonNull(attribute)).getAddress(response.transactionId());
        return new InetSocketAddress(address.getAddress(), address.getPort());
    }
}
