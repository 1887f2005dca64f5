package dev.moim.stunturn.fences;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.Set;

/// What a core must not do.
public final class Fences {
    private static final Set<String> SYSTEM_CLOCKS = Set.of("nanoTime", "currentTimeMillis");
    private static final Set<String> CLOCK_TYPES = Set.of("java.time.Clock", "java.time.InstantSource");

    private Fences() {}

    /// Reads the time, by a call or by a method reference that somebody else will call.
    public static ArchCondition<JavaClass> readAClock() {
        return ArchConditions.accessTargetWhere(DescribedPredicate.describe("is a clock", Fences::isClock))
                .as("read a clock");
    }

    /// Has a synchronized method or block. Blocks are in the bytecode alone.
    public static ArchCondition<JavaClass> synchronize() {
        return new ArchCondition<>("synchronize") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (MethodModel method : bytecode(type).methods()) {
                    if (isSynchronized(method)) {
                        String name = type.getName() + "." + method.methodName().stringValue();
                        events.add(SimpleConditionEvent.satisfied(type, name + " is synchronized"));
                    }
                }
            }
        };
    }

    private static boolean isClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return owner.equals("java.lang.System")
                ? SYSTEM_CLOCKS.contains(name)
                : CLOCK_TYPES.contains(owner) || (owner.startsWith("java.time.") && name.equals("now"));
    }

    private static boolean isSynchronized(MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED)
                || method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .anyMatch(MonitorInstruction.class::isInstance);
    }

    private static ClassModel bytecode(JavaClass type) {
        var source = type.getSource().orElseThrow(() -> new AssertionError("no class file of " + type.getName()));
        try (var bytes = source.getUri().toURL().openStream()) {
            return ClassFile.of().parse(bytes.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
