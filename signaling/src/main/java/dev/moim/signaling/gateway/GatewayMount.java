package dev.moim.signaling.gateway;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Puts [FirstWords] on every connection to the HTTP server's port. A port whose TLS the HTTP server itself does is
/// left alone.
@Singleton
final class GatewayMount implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final Logger LOG = System.getLogger(GatewayMount.class.getName());

    private final BeanProvider<Gateway> gateway;
    private final BeanProvider<Certificate> certificate;

    GatewayMount(BeanProvider<Gateway> gateway, BeanProvider<Certificate> certificate) {
        this.gateway = gateway;
        this.certificate = certificate;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        // Now, so that files which cannot be used are told before the port opens.
        boolean secure = certificate.get().isPresent();
        LOG.log(Level.DEBUG, "TLS on the port: " + secure);
        event.getBean().register(new Customizer(Optional.empty(), gateway));
        return event.getBean();
    }

    private record Customizer(Optional<Channel> channel, BeanProvider<Gateway> gateway)
            implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel specific, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new Customizer(Optional.of(specific), gateway) : this;
        }

        @Override
        public void onInitialPipelineBuilt() {
            channel.filter(open -> open.pipeline().get(SslHandler.class) == null)
                    .ifPresent(open -> {
                        // Media must not wait for the other side's acknowledgement.
                        open.config().setOption(ChannelOption.TCP_NODELAY, true);
                        open.pipeline().addFirst("moim-first-words", new FirstWords(gateway.get(), false));
                    });
        }
    }
}
