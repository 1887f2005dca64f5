package dev.moim.stunturn.ice;

import static dev.moim.stunturn.ice.Gateway.LAPTOP;
import static dev.moim.stunturn.ice.Gateway.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moim.stunturn.ice.RecordedPaths.Told;
import dev.moim.stunturn.stun.RawStun;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IceLiteTest {
    private final Gateway gateway = new Gateway();
    private final RecordedPaths told = new RecordedPaths();
    private final LiteSession session = gateway.open(told);

    private RawStun check() {
        return Gateway.checkOf(session.credentials());
    }

    private String password() {
        return session.credentials().password();
    }

    @Test
    void credentialsAreLongAndDifferent() {
        var other = gateway.open(told).credentials();

        assertThat(session.credentials().ufrag()).hasSizeGreaterThanOrEqualTo(8).isNotEqualTo(other.ufrag());
        assertThat(session.credentials().password())
                .hasSizeGreaterThanOrEqualTo(24)
                .isNotEqualTo(other.password());
        assertThat(session.credentials().toString()).doesNotContain(password());
    }

    @Test
    void anAddressIsToldOnceAndAgainWhenNominated() {
        assertThat(gateway.check(session.credentials(), PHONE)).isTrue();
        assertThat(gateway.check(session.credentials(), PHONE)).isTrue();
        assertThat(told.paths).containsExactly(new Told(PHONE, false));

        assertThat(gateway.nominate(session.credentials(), PHONE)).isTrue();
        assertThat(gateway.nominate(session.credentials(), PHONE)).isTrue();
        assertThat(told.paths).containsExactly(new Told(PHONE, false), new Told(PHONE, true));
        assertThat(gateway.count(IceEnd.ANSWERED)).isEqualTo(4);
    }

    @Test
    void aNominationMovesBetweenAddresses() {
        gateway.nominate(session.credentials(), PHONE);
        gateway.nominate(session.credentials(), LAPTOP);
        gateway.nominate(session.credentials(), PHONE);

        assertThat(told.paths).containsExactly(new Told(PHONE, true), new Told(LAPTOP, true), new Told(PHONE, true));
    }

    @Test
    void aWrongPasswordIsSilence() {
        assertThat(gateway.put(check().integrity("x".repeat(24)).fingerprint(), PHONE))
                .isZero();

        assertThat(gateway.count(IceEnd.BAD_INTEGRITY)).isEqualTo(1);
        assertThat(told.paths).isEmpty();
    }

    @Test
    void noIntegrityIsSilence() {
        assertThat(gateway.put(check().fingerprint(), PHONE)).isZero();

        assertThat(gateway.count(IceEnd.BAD_INTEGRITY)).isEqualTo(1);
        assertThat(told.paths).isEmpty();
    }

    @Test
    void anUnknownUserIsSilence() {
        assertThat(gateway.put(RawStun.check("nobody:remote").integrity(password()), PHONE))
                .isZero();
        assertThat(gateway.put(RawStun.check("no colon").integrity(password()), PHONE))
                .isZero();
        assertThat(gateway.put(RawStun.check("").integrity(password()), PHONE)).isZero();
        assertThat(gateway.put(
                        RawStun.message(RawStun.BINDING_REQUEST, "transaction!").integrity(password()), PHONE))
                .isZero();

        assertThat(gateway.count(IceEnd.UNKNOWN_USER)).isEqualTo(4);
    }

    @Test
    void otherMessagesThanChecksAreSilence() {
        assertThat(gateway.put(
                        RawStun.message(RawStun.BINDING_INDICATION, "transaction!")
                                .fingerprint(),
                        PHONE))
                .isZero();
        assertThat(gateway.put(
                        RawStun.message(RawStun.BINDING_SUCCESS, "transaction!").integrity(password()), PHONE))
                .isZero();

        assertThat(gateway.count(IceEnd.NOT_A_CHECK)).isEqualTo(2);
    }

    @Test
    void garbageIsSilence() {
        assertThat(gateway.put(new byte[0], PHONE)).isNull();
        assertThat(gateway.put(new byte[100], PHONE)).isNull();

        assertThat(gateway.count(IceEnd.MALFORMED)).isEqualTo(2);
    }

    @Test
    void aControlledPeerIsToldOfTheRoleConflictOnlyIfAuthentic() {
        RawStun wrong = check().attribute(RawStun.ICE_CONTROLLED, new byte[8]).integrity("x".repeat(24));
        assertThat(gateway.put(wrong, PHONE)).isZero();

        RawStun right = check().attribute(RawStun.ICE_CONTROLLED, new byte[8]).integrity(password());
        byte[] answer = gateway.put(right.bytes(), PHONE);
        assertThat(HexFormat.of().formatHex(Objects.requireNonNull(answer)))
                .startsWith("0111")
                .contains("0009001100000457");
        assertThat(gateway.count(IceEnd.ROLE_CONFLICT)).isEqualTo(1);
        assertThat(told.paths).isEmpty();
    }

    @Test
    void anUnknownRequiredAttributeIsRefusedOnlyIfAuthentic() {
        assertThat(gateway.put(check().attribute(0x7777).integrity("x".repeat(24)), PHONE))
                .isZero();
        assertThat(gateway.put(check().attribute(0x7777).integrity(password()), PHONE))
                .isEqualTo(RawStun.BINDING_ERROR);

        assertThat(gateway.count(IceEnd.UNKNOWN_ATTRIBUTE)).isEqualTo(1);
        assertThat(told.paths).isEmpty();
    }

    @Test
    void unknownOptionalAttributesOfBrowsersAreIgnored() {
        RawStun check = check().attribute(0xC057, new byte[4]).attribute(0xC001, new byte[4]);
        assertThat(gateway.put(check.integrity(password()).fingerprint(), PHONE))
                .isEqualTo(RawStun.BINDING_SUCCESS);
    }

    @Test
    void anIpv4SourceMappedIntoIpv6IsTheSameAddress() throws Exception {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc6336407");
        InetAddress six = Inet6Address.getByAddress(null, mapped, 0);
        gateway.check(session.credentials(), PHONE);
        gateway.check(session.credentials(), new InetSocketAddress(six, PHONE.getPort()));

        assertThat(told.paths).containsExactly(new Told(PHONE, false));
    }

    @Test
    void inventedAddressesPushOutNoWorkingOne() {
        for (int i = 0; i < 100; i++) {
            assertThat(gateway.check(session.credentials(), new InetSocketAddress("203.0.113.1", 1000 + i)))
                    .isEqualTo(i < State.MAX_PATHS);
        }
        assertThat(gateway.check(session.credentials(), new InetSocketAddress("203.0.113.1", 1000)))
                .isTrue();

        assertThat(told.paths).hasSize(State.MAX_PATHS);
        assertThat(gateway.count(IceEnd.ADDRESS_LIMIT)).isEqualTo(100 - State.MAX_PATHS);
    }

    @Test
    void aPathWithoutChecksIsLostAndMayComeBack() {
        gateway.nominate(session.credentials(), PHONE);
        gateway.check(session.credentials(), LAPTOP);
        for (int i = 0; i < 4; i++) {
            gateway.pass(Duration.ofSeconds(10));
            gateway.check(session.credentials(), LAPTOP);
        }
        assertThat(told.lost).containsExactly(PHONE);

        gateway.nominate(session.credentials(), PHONE);
        assertThat(told.paths).containsExactly(new Told(PHONE, true), new Told(LAPTOP, false), new Told(PHONE, true));
        assertThat(told.expired).hasValue(0);
    }

    @Test
    void silenceExpiresOnceAndLeavesNothing() {
        gateway.check(session.credentials(), PHONE);
        gateway.nominate(session.credentials(), LAPTOP);
        gateway.pass(Duration.ofSeconds(30));
        assertThat(told.expired).hasValue(0);
        gateway.pass(Duration.ofSeconds(1));
        gateway.pass(Duration.ofSeconds(100));

        assertThat(told.expired).hasValue(1);
        assertThat(told.lost).as("nothing may be sent there any more").containsExactlyInAnyOrder(PHONE, LAPTOP);
        assertThat(gateway.lite.logins()).isZero();
        assertThat(gateway.check(session.credentials(), PHONE)).isFalse();
        session.close();
        assertThat(told.expired).hasValue(1);
    }

    @Test
    void aPeerThatNeverComesExpiresToo() {
        gateway.pass(Duration.ofSeconds(31));

        assertThat(told.expired).hasValue(1);
        assertThat(gateway.lite.logins()).isZero();
    }

    @Test
    void refusedRequestsAreNoConsent() {
        gateway.pass(Duration.ofSeconds(20));
        gateway.put(check().integrity("x".repeat(24)), PHONE);
        gateway.put(check().attribute(RawStun.ICE_CONTROLLED, new byte[8]).integrity(password()), PHONE);
        gateway.pass(Duration.ofSeconds(11));

        assertThat(told.expired).hasValue(1);
    }

    @Test
    void aClosedSessionIsForgottenAndSilent() {
        gateway.check(session.credentials(), PHONE);
        session.restart();
        session.close();
        session.close();

        assertThat(gateway.lite.logins()).isZero();
        assertThat(gateway.check(session.credentials(), PHONE)).isFalse();
        gateway.pass(Duration.ofSeconds(100));
        assertThat(told.expired).hasValue(0);
    }

    @Test
    void aListenerThatFailsCostsItsSessionOnly() {
        LiteSession broken = gateway.open(new RecordedPaths() {
            @Override
            public void onPath(InetSocketAddress remote, boolean nominated) {
                throw new IllegalStateException("a bug in a listener");
            }
        });
        LiteSession late = gateway.open(new RecordedPaths() {
            @Override
            public void onExpired() {
                throw new IllegalStateException("a bug in a listener");
            }
        });

        assertThat(gateway.check(broken.credentials(), PHONE)).isFalse();
        assertThat(gateway.check(broken.credentials(), PHONE)).isFalse();
        gateway.pass(Duration.ofSeconds(20));
        assertThat(gateway.check(session.credentials(), PHONE)).isTrue();
        gateway.pass(Duration.ofSeconds(20));

        assertThat(late.state().isClosed()).isTrue();
        assertThat(gateway.count(IceEnd.LISTENER_FAILED)).isEqualTo(2);
        assertThat(gateway.check(session.credentials(), PHONE)).isTrue();
    }
}
