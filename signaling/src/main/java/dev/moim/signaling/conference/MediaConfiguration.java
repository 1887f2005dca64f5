package dev.moim.signaling.conference;

import dev.moim.media.MediaSettings;
import dev.moim.stunturn.ice.IceSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where media enters and leaves the process.
///
/// @param udpPort the one UDP port; 0 for any free one
/// @param publicAddress literal addresses, separated by commas, under which browsers reach this machine; empty for
///     those of its interfaces
/// @param bindAddress literal address to bind
/// @param mediaLoops loop threads; 0 for one per core
/// @param datagramIo `auto`, `linux` or `nio`
/// @param mediaBufferMegabytes what the packets of all incoming streams may take; 0 for half of the heap
@ConfigurationProperties("moim")
record MediaConfiguration(
        @Bindable(defaultValue = "3478") int udpPort,
        @Bindable(defaultValue = "") String publicAddress,
        @Bindable(defaultValue = "::") String bindAddress,
        @Bindable(defaultValue = "0") int mediaLoops,
        @Bindable(defaultValue = "auto") String datagramIo,
        @Bindable(defaultValue = "0") int mediaBufferMegabytes) {
    private static final long MEGABYTE = 1_000_000;

    MediaSettings mediaSettings() {
        return new MediaSettings(
                bindAddress,
                udpPort,
                mediaLoops,
                MediaSettings.DatagramIo.valueOf(datagramIo.toUpperCase(Locale.ROOT)),
                mediaBufferMegabytes * MEGABYTE);
    }

    /// @throws IllegalArgumentException when the public address is not a literal address
    IceSettings iceSettings() {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : publicAddress.split(",")) {
            if (!literal.isBlank()) {
                addresses.add(literal(literal.strip()));
            }
        }
        InetAddress bound = InetAddress.ofLiteral(bindAddress);
        if (addresses.isEmpty() && !bound.isAnyLocalAddress()) {
            // Datagrams to any other address of this machine get nowhere.
            addresses.add(bound);
        }
        return new IceSettings(addresses, true);
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("moim.public-address takes IP addresses, not " + text, e);
        }
    }
}
