/// Where finished files are kept: a folder or an S3 store behind one port. It must not know what the files are.
@NullMarked
package dev.moim.signaling.objects;

import org.jspecify.annotations.NullMarked;
