package dev.moim.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.moim.stunturn.fences.Fences;
import java.util.Map;
import java.util.Set;

/// The dependency rules of docs/architecture.md for this module.
@AnalyzeClasses(packages = "dev.moim.signaling", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "dev.moim.signaling.";

    /// Who has the threads, and what they share.
    private static final String ROOM_OWNERS = ".*\\.room\\.(?:RoomActor|Rooms|RoomCounters)(?:\\$.*)?";

    @ArchTest
    static final ArchRule pureCores = noClasses()
            .that()
            .resideInAnyPackage(BASE + "protocol..", BASE + "sdp..", BASE + "room..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micronaut..",
                    "java.net..",
                    "java.nio.channels..",
                    "java.sql..",
                    "jakarta.websocket..",
                    "io.netty..",
                    "dev.moim.media..",
                    "dev.moim.stunturn..");

    @ArchTest
    static final ArchRule roomKnowsNoJson = noClasses()
            .that()
            .resideInAnyPackage(BASE + "room..", BASE + "sdp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule socketIsNoNeighbour = strangers("socket", "api", "alerts", "webhook", "cluster");

    @ArchTest
    static final ArchRule webhookIsNoNeighbour = strangers("webhook", "api", "socket", "alerts", "cluster");

    @ArchTest
    static final ArchRule apiIsNoNeighbour = strangers("api", "socket", "alerts", "webhook", "cluster");

    @ArchTest
    static final ArchRule alertsIsNoNeighbour = strangers("alerts", "api", "socket", "webhook", "cluster");

    @ArchTest
    static final ArchRule gatewayIsNoNeighbour = strangers("gateway", "api", "socket", "alerts", "webhook", "cluster");

    /// What the packages below the adapters know of our others.
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "gateway", Set.of(),
            "objects", Set.of(),
            "intake", Set.of("auth"),
            "queue", Set.of("store"),
            "store", Set.of("protocol", "room"),
            "auth", Set.of("protocol", "room", "store"),
            "events", Set.of("room", "store"),
            "recording", Set.of("auth", "events", "objects", "room", "store"),
            "upload", Set.of("auth", "events", "objects", "queue", "recording", "room", "store"));

    @ArchTest
    static void lowerPackagesKnowFewOthers(JavaClasses classes) {
        KNOWN.forEach((name, known) -> noClasses()
                .that()
                .resideInAPackage(BASE + name + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours, but not of " + known,
                        type -> type.getPackageName().startsWith(BASE)
                                && !packageOf(type).equals(name)
                                && !known.contains(packageOf(type))))
                .check(classes));
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(BASE.length()).split("\\.", 2)[0];
    }

    @ArchTest
    static final ArchRule onlyConferenceAndLoadTestSeeMediaAndIce = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + "conference..", BASE + "loadtest..", BASE + "gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moim.media..", "dev.moim.stunturn..");

    @ArchTest
    static final ArchRule gatewayLooksAtFirstBytesOnly = noClasses()
            .that()
            .resideInAPackage(BASE + "gateway..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are of media or ICE, but for the first bytes",
                    type -> (type.getPackageName().startsWith("dev.moim.media")
                                    || type.getPackageName().startsWith("dev.moim.stunturn"))
                            && !type.getPackageName().equals("dev.moim.stunturn.tcp")));

    @ArchTest
    static final ArchRule webSocketFence = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "socket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.websocket..", "org.glassfish.tyrus..");

    @ArchTest
    static final ArchRule libraryFences = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ice4j..", "org.jitsi..", "org.bouncycastle.tls..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule queueFence = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "queue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.kagkarlsson..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule objectStoreFence = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "objects..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule clockFence = noClasses()
            .that()
            .resideInAnyPackage(BASE + "protocol..", BASE + "sdp..", BASE + "room..")
            .and()
            .haveNameNotMatching(ROOM_OWNERS)
            .should(Fences.readAClock());

    /// A room is its actor's alone.
    @ArchTest
    static final ArchRule lockFence = noClasses()
            .that()
            .resideInAPackage(BASE + "room..")
            .and()
            .haveNameNotMatching(ROOM_OWNERS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould(Fences.synchronize());

    /// One way to log: everything goes through the platform's.
    @ArchTest
    static final ArchRule oneLog =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "java.util.logging..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.moim.signaling.(*)..").should().beFreeOfCycles();

    private static ArchRule strangers(String one, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = BASE + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(BASE + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }
}
