package dev.moim.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.moim.stunturn.fences.Fences;
import java.util.List;
import java.util.Set;

/// The dependency rules of docs/architecture.md for this module.
@AnalyzeClasses(packages = "dev.moim.media", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.moim.media";
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("", "rtp", "dtls", "udp"),
            Set.of("rtcp", "codec", "srtp"),
            Set.of("track", "congestion", "speaker"),
            Set.of("receive", "send", "record"),
            Set.of("transport", "router"),
            Set.of("loop"));
    /// Packages of these levels must not know their neighbours.
    private static final Set<String> STRANGERS =
            Set.of("", "rtp", "dtls", "udp", "receive", "send", "record", "transport", "router");

    @ArchTest
    static final ArchRule packagesDependDownwardOnly = classes().should(dependOnLowerLevelsOnly());

    @ArchTest
    static final ArchRule knowsNoOtherModule = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moim.signaling..", "dev.moim.stunturn..", "io.micronaut..", "org.ice4j..");

    @ArchTest
    static final ArchRule srtpFence = noClasses()
            .that()
            .resideOutsideOfPackage("dev.moim.media.srtp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jitsi..");

    @ArchTest
    static final ArchRule dtlsFence = noClasses()
            .that()
            .resideOutsideOfPackage("dev.moim.media.dtls..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule foreignMemoryFence = noClasses()
            .that()
            .resideOutsideOfPackages("dev.moim.media.udp..", "dev.moim.media.srtp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule clockFence = noClasses()
            .that()
            .resideOutsideOfPackages("dev.moim.media.loop..", "dev.moim.media.udp..", "dev.moim.media.dtls..")
            .should(Fences.readAClock());

    @ArchTest
    static final ArchRule lockFence = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.moim.media.router..",
                    "dev.moim.media.receive..",
                    "dev.moim.media.send..",
                    "dev.moim.media.congestion..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..")
            .orShould(Fences.synchronize())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.moim.media.(*)..").should().beFreeOfCycles();

    private static ArchCondition<JavaClass> dependOnLowerLevelsOnly() {
        return new ArchCondition<>("depend on lower levels only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                String from = packageOf(origin);
                for (var dependency : origin.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    if (!target.getPackageName().startsWith(ROOT)) {
                        continue;
                    }
                    String to = packageOf(target);
                    boolean same = from.equals(to);
                    boolean lower = level(to) < level(from) || (level(to) == level(from) && !STRANGERS.contains(from));
                    if (!same && !lower) {
                        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static int level(String name) {
        for (int level = 0; level < LEVELS.size(); level++) {
            if (LEVELS.get(level).contains(name)) {
                return level;
            }
        }
        throw new AssertionError("docs/architecture.md names no package " + name);
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}
