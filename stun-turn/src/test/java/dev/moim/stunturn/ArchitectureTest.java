package dev.moim.stunturn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.moim.stunturn.fences.Fences;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.Lock;

@AnalyzeClasses(packages = "dev.moim.stunturn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.moim.stunturn.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theFaceKnowsNothingBehindIt = noClasses()
            .that()
            .resideInAPackage("dev.moim.stunturn")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moim.stunturn.*..");

    @ArchTest
    static final ArchRule stunKnowsNoOther = classes()
            .that()
            .resideInAPackage("dev.moim.stunturn.stun..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.moim.stunturn.stun..", "org.ice4j..", "org.jspecify..", "java..", "javax.crypto..");

    @ArchTest
    static final ArchRule turnKnowsFaceAndStunOnly = classes()
            .that()
            .resideInAPackage("dev.moim.stunturn.turn..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.moim.stunturn",
                    "dev.moim.stunturn.stun..",
                    "dev.moim.stunturn.turn..",
                    "org.ice4j..",
                    "org.jspecify..",
                    "java..",
                    "javax.crypto..");

    @ArchTest
    static final ArchRule tcpKnowsNoOther = classes()
            .that()
            .resideInAPackage("dev.moim.stunturn.tcp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.moim.stunturn.tcp..", "org.jspecify..", "java..");

    @ArchTest
    static final ArchRule nobodyOpensSockets = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "java.io..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Socket.class, ServerSocket.class, DatagramSocket.class);

    @ArchTest
    static final ArchRule nothingIsSynchronized = noClasses().should(Fences.synchronize());

    @ArchTest
    static final ArchRule onlyStunIceAndTurnKnowIce4j = noClasses()
            .that()
            .resideOutsideOfPackages("dev.moim.stunturn.stun..", "dev.moim.stunturn.ice..", "dev.moim.stunturn.turn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.ice4j..");

    /// Its agents, sockets and stacks start threads and read configuration; only messages and attributes are used.
    @ArchTest
    static final ArchRule ice4jIsMessagesOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.ice4j.ice..",
                    "org.ice4j.socket..",
                    "org.ice4j.stack..",
                    "org.ice4j.security..",
                    "org.ice4j.util..");

    @ArchTest
    static final ArchRule othersAreUnknown = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.moim.media..", "dev.moim.signaling..", "io.micronaut..");

    @ArchTest
    static final ArchRule nobodyReadsAClock = noClasses().should(Fences.readAClock());

    @ArchTest
    static final ArchRule nobodyStartsThreadsOrTakesLocks = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Lock.class);
}
