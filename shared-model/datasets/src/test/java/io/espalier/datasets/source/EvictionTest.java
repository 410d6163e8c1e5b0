package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictionTest {

    @TempDir
    Path directory;

    @Test
    void theLeastRecentlyUsedGoFirst() throws IOException {
        Path oldest = file("a.images", 100, 4);
        Path archive = file("downloads/b.zip", 100, 3);
        Path origin = file("downloads/b.zip.origin", 10, 3);
        Path part = file("downloads/c.tar.part", 100, 2);
        Path newest = file("d.images", 100, 1);

        cache(400).trim();
        assertThat(oldest).exists();
        cache(399).trim();
        assertThat(oldest).doesNotExist();
        assertThat(archive).exists();
        cache(200).trim();
        assertThat(archive).doesNotExist();
        assertThat(origin).doesNotExist();
        assertThat(part).exists();
        cache(200).makeRoom(100);
        assertThat(part).doesNotExist();
        assertThat(newest).exists();
    }

    @Test
    void useMakesRecent() throws IOException {
        Path first = file("a.images", 100, 4);
        Path second = file("b.images", 100, 3);
        DatasetCache cache = cache(100);
        Object user = new Object();

        cache.keep(first, user);
        cache.trim();

        assertThat(first).exists();
        assertThat(second).doesNotExist();
        assertThat(user).isNotNull();
    }

    @Test
    void theLimitGivesWayToWhatIsUsed() throws Exception {
        Path file = file("a.images", 100, 4);
        DatasetCache cache = cache(10);
        Object first = new Object();
        Object second = new Object();
        cache.keep(file, first);
        cache.keep(file, second);

        cache.trim();
        assertThat(file).exists();

        assertThat(first).isNotNull();
        first = null;
        System.gc();
        Thread.sleep(100);
        cache.trim();
        assertThat(file).as("the second user is there").exists();

        assertThat(second).isNotNull();
        second = null;
        for (int i = 0; i < 100 && Files.exists(file); i++) {
            System.gc();
            Thread.sleep(20);
            cache.trim();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void onlyWhatTheCacheMadeIsDeleted() throws IOException {
        Path stranger = file("notes.txt", 1_000, 900);
        Path lock = file(".locks", 0, 900);
        Path spool = file("x.spool", 1_000, 25);
        Path part = file("y.part", 1_000, 25);
        Path spoolInUse = file("z.spool", 1_000, 1);

        cache(10).trim();

        assertThat(stranger).exists();
        assertThat(lock).exists();
        assertThat(spool).doesNotExist();
        assertThat(part).doesNotExist();
        assertThat(spoolInUse).exists();
    }

    @Test
    void aDirectoryWithoutLocksIsLeftAsItIs() throws IOException {
        Path file = file("a.images", 100, 4);
        Files.createDirectory(directory.resolve(".locks"));
        DatasetCache cache = cache(10);

        cache.keep(file, this);
        cache.trim();

        assertThat(file).exists();
    }

    private DatasetCache cache(long limit) {
        return new DatasetCache(directory, DownloadFixture.size(limit), RemoteAccess.ANYWHERE);
    }

    private Path file(String name, int bytes, int hoursAgo) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(hoursAgo))));
    }
}
