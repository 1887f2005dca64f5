package dev.moim.stunturn.ice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.IceCredentials;
import dev.moim.stunturn.InnerAddress;
import dev.moim.stunturn.stun.RawAnswer;
import dev.moim.stunturn.stun.RawStun;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Checks that came over a connection or a relay of this process.
class IceOverTcpTest {
    private static final InetSocketAddress PATH = InnerAddress.of(InnerAddress.Kind.TCP_CONNECTION, 0, 9, 1);

    private final Gateway gateway = new Gateway();
    private final RecordedPaths told = new RecordedPaths();
    private final List<byte[]> answers = new ArrayList<>();
    private final IceCredentials credentials = gateway.open(told).credentials();

    private byte[] check() {
        return Gateway.checkOf(credentials)
                .attribute(RawStun.USE_CANDIDATE)
                .integrity(credentials.password())
                .fingerprint()
                .bytes();
    }

    @Test
    void thePathIsTheConnectionAndTheAnswerNamesTheClientsAddress() {
        byte[] check = check();

        gateway.lite.onMessage(
                check,
                0,
                check.length,
                PATH,
                Gateway.PHONE,
                (buffer, offset, length) -> answers.add(Arrays.copyOfRange(buffer, offset, offset + length)),
                gateway.nowNanos);

        assertThat(told.paths).hasSize(1);
        assertThat(told.paths.getFirst().toString()).contains(PATH.toString());
        RawAnswer answer = new RawAnswer(answers.getFirst());
        assertThat(answer.type).isEqualTo(RawStun.BINDING_SUCCESS);
        assertThat(answer.address(RawStun.XOR_MAPPED_ADDRESS)).isEqualTo(Gateway.PHONE);
    }

    @Test
    void aDatagramThatClaimsToBeAConnectionIsForged() {
        assertThat(gateway.put(check(), PATH)).isNull();

        assertThat(told.paths).isEmpty();
        assertThat(gateway.count(IceEnd.FORGED_SOURCE)).isEqualTo(1);
    }

    @Test
    void innerAddressesTellWhatTheyName() {
        InetSocketAddress address = InnerAddress.of(InnerAddress.Kind.TURN_ALLOCATION, 255, InnerAddress.MAX_NUMBER, 3);

        assertThat(InnerAddress.isInner(address.getAddress())).isTrue();
        assertThat(InnerAddress.kind(address.getAddress())).isEqualTo(InnerAddress.Kind.TURN_ALLOCATION);
        assertThat(InnerAddress.shard(address.getAddress())).isEqualTo(255);
        assertThat(InnerAddress.number(address.getAddress())).isEqualTo(InnerAddress.MAX_NUMBER);
        assertThat(InnerAddress.isInner(Gateway.PHONE.getAddress())).isFalse();
        assertThat(InnerAddress.isInner(Gateway.LAPTOP.getAddress())).isFalse();
    }
}
