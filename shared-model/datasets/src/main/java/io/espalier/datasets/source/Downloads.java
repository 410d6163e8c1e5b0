package io.espalier.datasets.source;

import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Archives that were downloaded, in `downloads/` of the cache: `KEY.zip` or `KEY.tar` with `KEY.….origin`
/// beside it.
///
/// Of all processes that ask for the same address one downloads and the others wait for it.
///
/// @param opener opens the files that are downloaded to
record Downloads(DatasetCache cache, Retries retries, PartFile.Opener opener) {

    private static final long POLL_MILLIS = 50;

    /// @param file   the archive
    /// @param origin what the server said of it, and its digest
    record Whole(Path file, Origin origin) {}

    Downloads(DatasetCache cache) {
        this(cache, Retries.DEFAULT, PartFile.APPEND);
    }

    /// The archive, whole and checked.
    ///
    /// One that is here is used without a request if the spec gives its digest. Else the server is asked
    /// whether it has another one by now; if it does not answer, what is here is used.
    ///
    /// @param user the archive stays in the cache until this is unreachable
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND`, `DATASET_INVALID`, `DIGEST_MISMATCH`
    /// @throws PipelineException.Transient `DATASET_UNAVAILABLE`, `STORE_FULL`, `STORE_UNAVAILABLE`
    Whole get(DataLocation.RemoteArchive location, Expected expected, DownloadListener listener, Object user) {
        Path target = target(location);
        RemoteObject object = location.archive();
        CacheLocks.Held alone = waitFor(target, listener);
        try (alone) {
            cache.keep(target, user);
            Whole whole =
                    present(target, object, expected).orElseGet(() -> download(target, object, expected, listener));
            cache.keep(target, user); // it may be new: now it has a time
            cache.trim();
            return whole;
        }
    }

    Path target(DataLocation.RemoteArchive location) {
        String end = location.kind() == ArchiveKind.ZIP ? ".zip" : ".tar";
        return cache.directory().resolve("downloads").resolve(location.archive().key() + end);
    }

    private CacheLocks.Held waitFor(Path target, DownloadListener listener) {
        CacheLocks locks = CacheLocks.of(cache.directory());
        PartFile part = new PartFile(target, opener);
        for (long waits = 0; ; waits++) {
            Optional<CacheLocks.Held> held = locks.tryExclusive(lockName(part.file()));
            if (held.isPresent()) {
                return held.get();
            }
            if (waits % 20 == 19) {
                listener.downloaded(
                        part.sizeBytes(), part.origin().map(Origin::sizeBytes).orElse(-1L));
            }
            pause(Duration.ofMillis(POLL_MILLIS));
        }
    }

    /// Whoever downloads or deletes `part` has this lock.
    static String lockName(Path part) {
        return String.valueOf(part.getFileName());
    }

    private Optional<Whole> present(Path target, RemoteObject object, Expected expected) {
        if (!Files.isRegularFile(target)) {
            return Optional.empty();
        }
        return Origin.read(PartFile.origin(target))
                .filter(origin -> origin.sha256() != null && expected.isSize(origin.sizeBytes()))
                .filter(origin -> expected.sha256() == null
                        ? !isReplaced(object, origin)
                        : expected.sha256().equals(origin.sha256()))
                .map(origin -> new Whole(target, origin));
    }

    private boolean isReplaced(RemoteObject object, Origin origin) {
        Map<String, String> ifChanged = origin.ifChanged();
        if (ifChanged.isEmpty()) {
            return false;
        }
        try {
            HttpResponse<InputStream> answer = new HttpGet(cache.remote(), retries.idle()).send(object, ifChanged);
            answer.body().close();
            return answer.statusCode() == 200;
        } catch (IOException | PipelineException unanswered) {
            return false;
        }
    }

    private Whole download(Path target, RemoteObject object, Expected expected, DownloadListener listener) {
        createDirectory(target);
        PartFile part = new PartFile(target, opener);
        HttpGet get = new HttpGet(cache.remote(), retries.idle());
        transfer(new Transfer(object, part, expected, cache, get, listener));
        Origin complete = check(part, object, expected);
        part.publish(target, complete);
        return new Whole(target, complete);
    }

    private void transfer(Transfer transfer) {
        PartFile part = transfer.part();
        long furthest = part.sizeBytes();
        for (int failures = 1; ; failures++) {
            try {
                transfer.run();
                return;
            } catch (Interruption e) {
                if (part.sizeBytes() > furthest) {
                    furthest = part.sizeBytes();
                    failures = 1;
                }
                Duration delay = retries.delay(failures, e.retryAfter())
                        .orElseThrow(() ->
                                SourceFailure.unavailable(transfer.object().name(), e));
                pause(delay);
            }
        }
    }

    private static Origin check(PartFile part, RemoteObject object, Expected expected) {
        try {
            expected.requireSize(part.sizeBytes(), object.name());
            String hex = FileDigest.of(part.file());
            expected.requireDigest(hex, object.name());
            return part.origin().orElseThrow().complete(part.sizeBytes(), hex);
        } catch (PipelineException.Permanent otherBytes) {
            part.discard();
            throw otherBytes;
        } catch (IOException e) {
            throw SourceFailure.cache(part.file(), e);
        }
    }

    private static void createDirectory(Path target) {
        try {
            Files.createDirectories(target.getParent());
        } catch (IOException e) {
            throw SourceFailure.cache(target, e);
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceFailure.unavailable("data.uri", new IOException("the download was interrupted", e));
        }
    }
}
