package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.folder;
import static io.espalier.datasets.Fixtures.spec;
import static io.espalier.datasets.Fixtures.tar;
import static io.espalier.datasets.Fixtures.threeClasses;
import static io.espalier.datasets.Fixtures.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ByteSize;
import io.espalier.contracts.DataSpec;
import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import io.espalier.contracts.Sha256;
import io.espalier.datasets.source.DatasetCache;
import io.espalier.datasets.source.FileServer;
import io.espalier.datasets.source.RemoteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteDatasetTest {

    @TempDir
    Path data;

    @TempDir
    Path cache;

    private final Map<String, byte[]> files = threeClasses(20);

    @Test
    void anArchiveBehindAnAddressIsTheSameDataSet() throws IOException {
        folder(data.resolve("folder"), files);
        zip(data.resolve("bare.zip"), "", files);
        zip(data.resolve("nested.zip"), "a/b/", files);
        tar(data.resolve("nested.tar.gz"), "./a/b/", files);
        String digest = Datasets.open(spec("folder"), "train", data, cache).digest();

        try (FileServer bare = server("bare.zip");
                FileServer nested = server("nested.zip");
                FileServer tar = server("nested.tar.gz")) {
            for (String uri : List.of(
                    bare.uri("/sets/bare.zip?version=3"),
                    "zip:" + nested.uri("/download") + "!/a/b",
                    "tar:" + tar.uri("/nested.tar.gz?token=x") + "!/a/b")) {
                assertThat(Datasets.open(spec(uri), "train", data, cache).digest())
                        .as(uri)
                        .isEqualTo(digest);
            }
            assertThatThrownBy(() -> Datasets.open(spec(bare.uri("/download")), "train", data, cache))
                    .hasMessageContaining("zip:FILE!/folder");
        }
    }

    @Test
    void aDecodedSplitOfAKnownDigestNeedsNoServer() throws IOException {
        zip(data.resolve("set.zip"), "", files);
        byte[] bytes = Files.readAllBytes(data.resolve("set.zip"));
        DataSpec spec;
        List<Long> heard = new ArrayList<>();
        String digest;
        try (FileServer server = server("set.zip")) {
            spec = checked(server.uri("/set.zip"), Sha256.hex(bytes), new ByteSize(bytes.length));
            digest = Datasets.open(spec, "train", data, new DatasetCache(cache), new DecodeListener() {
                        @Override
                        public void decoded(int images) {}

                        @Override
                        public void downloaded(long count, long total) {
                            heard.add(count);
                        }
                    })
                    .digest();
            Datasets.open(spec, "test", data, cache);
            assertThat(server.requests()).hasSize(1);
            assertThat(heard).containsExactly((long) bytes.length);
        }
        Files.delete(only(cache.resolve("downloads"), ".zip"));
        DatasetCache offline = new DatasetCache(cache, DatasetCache.DEFAULT_LIMIT, RemoteAccess.NOWHERE);

        assertThat(Datasets.open(spec, "train", data, offline, DecodeListener.NONE)
                        .digest())
                .isEqualTo(digest);
        assertThatThrownBy(() -> Datasets.open(spec, "other", data, offline, DecodeListener.NONE))
                .hasMessageContaining("does not download");
    }

    @Test
    void anotherArchiveThanTheSpecSaysIsRefused() throws IOException {
        zip(data.resolve("set.zip"), "", files);
        try (FileServer server = server("set.zip")) {
            for (String uri : List.of("set.zip", server.uri("/set.zip"))) {
                assertThatThrownBy(() -> Datasets.open(checked(uri, "0".repeat(64), null), "train", data, cache))
                        .isInstanceOfSatisfying(PipelineException.Permanent.class, e -> assertThat(e.code())
                                .isEqualTo(ErrorCode.DIGEST_MISMATCH));
            }
        }
    }

    @Test
    void aFullCacheForgetsWhatNoRunUses() throws IOException {
        folder(data.resolve("a"), files);
        folder(data.resolve("b"), threeClasses(21));
        ImageDataset first = Datasets.open(spec("a"), "train", data, cache);
        Path forgotten = only(cache, ".images");
        DatasetCache tight = new DatasetCache(cache, new ByteSize(1), RemoteAccess.ANYWHERE);

        ImageDataset second = Datasets.open(spec("b"), "train", data, tight, DecodeListener.NONE);
        assertThat(forgotten).exists();
        assertThat(first.size()).isEqualTo(60);

        assertThat(first).isNotNull();
        first = null;
        for (int i = 0; i < 100 && Files.exists(forgotten); i++) {
            System.gc();
            tight.trim();
        }
        assertThat(forgotten).doesNotExist();
        assertThat(only(cache, ".images")).exists();
        assertThat(second.size()).isEqualTo(63);
        assertThat(second).isNotNull();
    }

    private FileServer server(String file) throws IOException {
        return new FileServer(Files.readAllBytes(data.resolve(file)), "\"" + file + "\"");
    }

    private static DataSpec checked(String uri, @Nullable String sha256, @Nullable ByteSize size) {
        DataSpec plain = spec(uri);
        return new DataSpec(
                plain.uri(),
                plain.format(),
                plain.train(),
                plain.validation(),
                sha256,
                size,
                plain.maxCorrupt(),
                plain.ignoreIndex(),
                plain.limit(),
                plain.preprocessing(),
                plain.augment());
    }

    private static Path only(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(f -> f.toString().endsWith(end)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
