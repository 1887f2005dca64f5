package dev.moim.signaling.cli;

import io.micronaut.context.env.PropertiesPropertySourceLoader;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySourceLoader;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The operator's settings, over the defaults of `application.yml` and under environment variables.
final class SettingsFile {
    /// Micronaut gives the defaults -300 and the environment -200.
    private static final int PLACE = -250;

    private SettingsFile() {}

    /// @param file properties when it ends with `.properties`, else YAML
    /// @throws Refusal when it cannot be read
    static PropertySource read(Path file) {
        PropertySourceLoader loader = file.toString().endsWith(".properties")
                ? new PropertiesPropertySourceLoader()
                : new YamlPropertySourceLoader();
        try (InputStream content = Files.newInputStream(file)) {
            return PropertySource.of(file.toString(), loader.read(file.toString(), content), PLACE);
        } catch (IOException | ConfigurationException e) {
            throw new Refusal("cannot read the settings file " + file.toAbsolutePath(), e);
        }
    }
}
