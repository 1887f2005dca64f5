package dev.moim.signaling.cli;

import dev.moim.signaling.auth.SetupCode;
import io.micronaut.context.ApplicationContext;

/// The lines that tell the operator where to go.
final class Greeting {
    private Greeting() {}

    /// The sign-up code is in the fragment of the link: browsers keep that to themselves, so it is in no log.
    static void print(ApplicationContext context, int port) {
        String home = "http://localhost:" + port + "/";
        System.out.println("Moim is ready: " + home);
        context.getBean(SetupCode.class)
                .show()
                .ifPresent(
                        code -> System.out.println("Sign up as the first administrator: " + home + "#setup=" + code));
        System.out.flush();
    }
}
