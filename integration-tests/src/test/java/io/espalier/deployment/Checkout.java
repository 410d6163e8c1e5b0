package io.espalier.deployment;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of the repository that this test runs in.
final class Checkout {

    private static final Path ROOT = root();
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    private Checkout() {}

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + here + " holds mvnw");
    }

    static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every regular file below a folder, sorted, relative to the root.
    static List<String> files(String folder) {
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The project's version, which the images carry.
    static String version() {
        Matcher version = VERSION.matcher(Checkout.text("pom.xml"));
        if (!version.find()) {
            throw new IllegalStateException("the root pom must state a version");
        }
        return version.group(1);
    }

    /// What a service's own configuration says.
    static Properties properties(String service) {
        Properties properties = new Properties();
        try {
            properties.load(
                    new StringReader(text("services/" + service + "/src/main/resources/application.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
