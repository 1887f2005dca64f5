package dev.moim.stunturn.turn;

import dev.moim.stunturn.stun.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Whom one client lets send to it: addresses without ports (RFC 8656 section 9).
final class Permissions {
    static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(300);

    /// More peers than one call has candidates on its other side.
    static final int MAX = 64;

    private static final class Permission {
        final IpAddress ip;
        long untilNanos;

        Permission(IpAddress ip, long untilNanos) {
            this.ip = ip;
            this.untilNanos = untilNanos;
        }
    }

    private final List<Permission> permissions = new ArrayList<>();

    boolean holds(IpAddress ip, long nowNanos) {
        for (Permission permission : permissions) {
            if (permission.ip.equals(ip)) {
                return permission.untilNanos - nowNanos > 0;
            }
        }
        return false;
    }

    /// Installs or refreshes all of them.
    ///
    /// @param ips each once
    /// @return false if there is no room for all; nothing has changed then
    boolean grant(Collection<IpAddress> ips, long nowNanos) {
        permissions.removeIf(permission -> permission.untilNanos - nowNanos <= 0);
        long fresh = ips.stream().filter(ip -> !holds(ip, nowNanos)).count();
        if (permissions.size() + fresh > MAX) {
            return false;
        }
        permissions.removeIf(permission -> ips.contains(permission.ip));
        ips.forEach(ip -> permissions.add(new Permission(ip, nowNanos + LIFETIME_NANOS)));
        return true;
    }
}
