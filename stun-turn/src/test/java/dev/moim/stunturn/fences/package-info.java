/// Conditions for the architecture tests of all modules, where ArchUnit's own see too little. It must not know what it
/// is asked about.
@NullMarked
package dev.moim.stunturn.fences;

import org.jspecify.annotations.NullMarked;
