package dev.moim.signaling.cli;

/// An account that somebody at the terminal asks for.
record NewPerson(String name, String password, boolean administrator) {
    /// Without the password.
    @Override
    public String toString() {
        return "NewPerson[name=" + name + ", administrator=" + administrator + "]";
    }
}
