package io.espalier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the jar, and the Java that runs it.
final class BuiltVersion implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream properties = BuiltVersion.class.getResourceAsStream("version.properties")) {
            built.load(properties);
        }
        return new String[] {
            "espalier " + built.getProperty("version"),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
