package dev.moim.signaling.cli;

import picocli.CommandLine.Command;

/// Accounts from the command line.
@Command(name = "user", description = "Manage the people who may sign in.", subcommands = UserAdd.class)
final class User {}
