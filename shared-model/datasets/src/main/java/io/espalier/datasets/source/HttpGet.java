package io.espalier.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// GET with redirects, as few as a data set's address needs, and never from https to http.
///
/// @param access whom may be asked
/// @param idle   how long a server may take to begin its answer
record HttpGet(RemoteAccess access, Duration idle) {

    static final int MAX_REDIRECTS = 5;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // asking to upgrade puzzles plain file servers
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    /// @return the answer, whatever its status, but not a redirect; its body is to be closed
    /// @throws IOException if there is none
    /// @throws PipelineException.Permanent `DATASET_NOT_FOUND` if the redirects lead nowhere, or the host is
    ///     not to be asked
    HttpResponse<InputStream> send(RemoteObject object, Map<String, String> headers) throws IOException {
        URI first = object.url();
        URI url = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            access.require(url, object.name());
            Optional<String> authorization = sameOrigin(first, url) ? object.authorization() : Optional.empty();
            HttpResponse<InputStream> answer = once(url, headers, authorization);
            if (!isRedirect(answer.statusCode())) {
                return answer;
            }
            answer.body().close();
            url = next(
                    url,
                    answer.statusCode(),
                    answer.headers().firstValue("Location").orElse(""),
                    object.name());
        }
        throw SourceFailure.notFound("'" + object.name() + "' is redirected more than " + MAX_REDIRECTS + " times");
    }

    private HttpResponse<InputStream> once(URI url, Map<String, String> headers, Optional<String> authorization)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(idle).header("User-Agent", "espalier");
        request.header("Accept-Encoding", "identity"); // a range counts the bytes that are sent
        headers.forEach(request::header);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the download was interrupted");
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    static URI next(URI from, int status, String location, String name) {
        if (location.isEmpty()) {
            throw SourceFailure.notFound(
                    "'" + name + "' answers " + status + " without saying where to; for a bucket, check its region");
        }
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw SourceFailure.notFound("'" + name + "' is redirected to what is not an address");
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(to.getScheme())) {
            throw SourceFailure.notFound("'" + name + "' is redirected from https to '"
                    + RemoteObject.redacted(to.toString()) + "', which is not encrypted");
        }
        return to;
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && String.valueOf(a.getRawAuthority()).equalsIgnoreCase(b.getRawAuthority());
    }
}
