package dev.moim.signaling.socket;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Puts the signaling channel on the HTTP server's port, plain or TLS. It stands before the server's own filters, so
/// that everything they would check is up to [Doorkeeper].
@Singleton
final class SocketMount implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final BeanProvider<Upgrades> upgrades;

    SocketMount(BeanProvider<Upgrades> upgrades) {
        this.upgrades = upgrades;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(Optional.empty(), upgrades));
        return event.getBean();
    }

    private record Customizer(Optional<Channel> channel, BeanProvider<Upgrades> upgrades)
            implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel specific, ChannelRole role) {
            return new Customizer(Optional.of(specific), upgrades);
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.ifPresent(open -> {
                ChannelPipeline pipeline = open.pipeline();
                // A stream of HTTP/2 has no such codec: WebSocket clients take HTTP/1.1.
                if (pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                    pipeline.addAfter(
                            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                            "moim-upgrade",
                            new UpgradeHandler(upgrades));
                }
            });
        }
    }
}
