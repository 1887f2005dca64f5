package dev.moim.signaling.auth;

/// Someone who may sign in.
public record Account(String id, String name, boolean administrator) {}
