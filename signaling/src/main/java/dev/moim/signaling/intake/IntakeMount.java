package dev.moim.signaling.intake;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Puts a [RequestGuard] on every HTTP connection.
@Singleton
final class IntakeMount implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private final BeanProvider<Intake> intake;

    IntakeMount(BeanProvider<Intake> intake) {
        this.intake = intake;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(Optional.empty(), intake));
        return event.getBean();
    }

    private record Customizer(Optional<Channel> channel, BeanProvider<Intake> intake) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel specific, ChannelRole role) {
            return new Customizer(Optional.of(specific), intake);
        }

        @Override
        public void onStreamPipelineBuilt() {
            channel.ifPresent(open -> {
                // A stream of HTTP/2 has no such codec; its connection has limits of its own.
                if (open.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                    open.pipeline()
                            .addAfter(
                                    ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                                    "moim-request-guard",
                                    new RequestGuard(intake.get()));
                }
            });
        }
    }
}
