package dev.moim.media.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class AddressTableTest {
    record Step(int address, boolean put) {}

    @Property(tries = 200)
    void holdsWhatAMapHolds(@ForAll("steps") List<Step> steps) {
        var table = new AddressTable<Integer>();
        var map = new HashMap<RemoteAddress, Integer>();
        int value = 0;
        for (var step : steps) {
            var address = address(step.address);
            if (step.put) {
                value++;
                assertThat(table.put(address, value)).isEqualTo(map.put(address, value));
            } else {
                assertThat(table.remove(address)).isEqualTo(map.remove(address));
            }
            assertThat(table.size()).isEqualTo(map.size());
        }
        for (int i = 0; i < 300; i++) {
            assertThat(table.get(address(i))).isEqualTo(map.get(address(i)));
            assertThat(table.get(batchFrom(address(i)), 0)).isEqualTo(map.get(address(i)));
        }
    }

    /// More adds than removals, so that the table grows, and few enough addresses that runs form and break.
    @Provide
    Arbitrary<List<Step>> steps() {
        var address = Arbitraries.integers().between(0, 299);
        var put = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(true)), Tuple.of(2, Arbitraries.just(false)));
        return Combinators.combine(address, put).as(Step::new).list().ofMaxSize(1500);
    }

    private static RemoteAddress address(int number) {
        String host = number % 3 == 0 ? "2001:db8::" + Integer.toHexString(number) : "192.0.2." + number % 7;
        return RemoteAddress.of(new InetSocketAddress(host, 1000 + number));
    }

    private static ReceiveBatch batchFrom(RemoteAddress address) {
        var batch = new ReceiveBatch();
        batch.add(0, address.high(), address.low(), address.port(), address.scope());
        return batch;
    }
}
