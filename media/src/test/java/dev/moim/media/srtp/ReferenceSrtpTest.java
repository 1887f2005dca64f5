package dev.moim.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The reference itself against the vectors of the RFCs.
class ReferenceSrtpTest {
    @Test
    void derivesTheKeysOfRfc3711() throws Exception {
        byte[] key = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
        byte[] salt = hex("0EC675AD498AFEEBB6960B3AABE6");
        assertThat(ReferenceSrtp.derive(key, salt, 0, 16)).isEqualTo(hex("C61E7A93744F39EE10734AFE3FF7A087"));
        assertThat(ReferenceSrtp.derive(key, salt, 2, 14)).isEqualTo(hex("30CBBC08863D8C85D49DB34A9AE1"));
        assertThat(ReferenceSrtp.derive(key, salt, 1, 20)).isEqualTo(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
    }

    @Test
    void makesTheKeyStreamOfRfc3711() throws Exception {
        byte[] key = hex("2B7E151628AED2A6ABF7158809CF4F3C");
        byte[] counter = hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
        assertThat(ReferenceSrtp.counterMode(key, counter, new byte[32]))
                .isEqualTo(hex("E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"));
    }

    @Test
    void encryptsThePacketOfRfc7714() throws Exception {
        byte[] packet = hex(
                "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573");
        assertThat(ReferenceSrtp.gcmRtp(
                        hex("000102030405060708090a0b0c0d0e0f"), hex("517569642070726f2071756f"), packet, 12, 0))
                .isEqualTo(
                        hex("8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b"
                                + "36de3adf8833899d7f27beb16a9152cf765ee4390cce"));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
