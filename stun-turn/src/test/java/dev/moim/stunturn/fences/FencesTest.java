package dev.moim.stunturn.fences;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What stands before a fence and what is behind it.
class FencesTest {
    @Test
    void everyWayToReadAClockIsSeen() {
        for (Class<?> culprit : List.of(Call.class, Reference.class, InstantReference.class, InjectedClock.class)) {
            assertThat(breaks(culprit, Fences.readAClock()))
                    .as(culprit.getSimpleName())
                    .isTrue();
        }
        assertThat(breaks(Innocent.class, Fences.readAClock())).isFalse();
    }

    @Test
    void synchronizedMethodsAndBlocksAreSeen() {
        assertThat(breaks(Method.class, Fences.synchronize())).isTrue();
        assertThat(breaks(Block.class, Fences.synchronize())).isTrue();
        assertThat(breaks(Innocent.class, Fences.synchronize())).isFalse();
    }

    private static boolean breaks(Class<?> type, ArchCondition<JavaClass> fence) {
        var classes = new ClassFileImporter().importClasses(type);
        return noClasses().should(fence).evaluate(classes).hasViolation();
    }

    static final class Call {
        final long nanos = System.nanoTime();
    }

    static final class Reference {
        final LongSupplier clock = System::nanoTime;
    }

    static final class InstantReference {
        final Supplier<Instant> clock = Instant::now;
    }

    static final class InjectedClock {
        Instant read(InstantSource clock) {
            return clock.instant();
        }
    }

    static final class Method {
        private final List<String> shared = new ArrayList<>();

        synchronized void add(String text) {
            shared.add(text);
        }
    }

    static final class Block {
        private final List<String> shared = new ArrayList<>();

        void add(String text) {
            synchronized (shared) {
                shared.add(text);
            }
        }
    }

    static final class Innocent {
        private final List<Instant> instants = new ArrayList<>();

        void add(Instant instant) {
            instants.add(instant.plusMillis(1));
        }
    }
}
