package io.espalier.datasets.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// A file behind HTTP/1.1 on loopback, with ranges and conditions (RFC 9110), that fails when a test says so.
public final class FileServer implements AutoCloseable {

    /// How one request is answered.
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    /// A request as far as tests ask about it.
    public record Request(String path, String range, String ifRange, String ifNoneMatch, String authorization) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytesSent = new AtomicLong();
    private volatile byte[] content;
    private volatile String etag;

    public FileServer(byte[] content, String etag) throws IOException {
        this.content = content;
        this.etag = etag;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /// From now on another file is there.
    void serve(byte[] other, String otherEtag) {
        content = other;
        etag = otherEtag;
    }

    /// The next requests are answered like this, one after the other; later ones as they should be.
    FileServer then(Answer... answers) {
        next.addAll(List.of(answers));
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    long bytesSent() {
        return bytesSent.get();
    }

    /// Announces the whole file, sends its beginning and drops the connection.
    Answer cutAfter(int bytes) {
        return exchange -> {
            tag(exchange);
            exchange.sendResponseHeaders(200, content.length);
            send(exchange, Arrays.copyOf(content, bytes));
        };
    }

    /// Sends the beginning, then nothing for a while.
    Answer stallAfter(int bytes, long millis) {
        return exchange -> {
            tag(exchange);
            exchange.sendResponseHeaders(200, content.length);
            send(exchange, Arrays.copyOf(content, bytes));
            sleep(millis);
        };
    }

    /// The whole file after a while.
    Answer after(long millis) {
        return exchange -> {
            sleep(millis);
            whole(exchange);
        };
    }

    /// The whole file without an announced length.
    Answer chunked() {
        return exchange -> {
            tag(exchange);
            exchange.sendResponseHeaders(200, 0);
            send(exchange, content);
        };
    }

    /// @param headers names and values in turn
    static Answer status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    private void handle(HttpExchange exchange) {
        requests.add(new Request(
                exchange.getRequestURI().toString(),
                header(exchange, "Range"),
                header(exchange, "If-Range"),
                header(exchange, "If-None-Match"),
                header(exchange, "Authorization")));
        try (exchange) {
            Optional.ofNullable(next.poll()).orElse(this::file).to(exchange);
        } catch (IOException clientIsGone) {
            return;
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        String range = header(exchange, "Range");
        String ifRange = header(exchange, "If-Range");
        if (!etag.isEmpty() && header(exchange, "If-None-Match").equals(etag)) {
            exchange.sendResponseHeaders(304, -1);
        } else if (!range.isEmpty() && ifRange.equals(etag)) {
            part(exchange, Integer.parseInt(range.replaceAll("\\D", "")));
        } else {
            whole(exchange);
        }
    }

    private void whole(HttpExchange exchange) throws IOException {
        tag(exchange);
        exchange.sendResponseHeaders(200, content.length);
        send(exchange, content);
    }

    void part(HttpExchange exchange, int from) throws IOException {
        tag(exchange);
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(206, content.length - from);
        send(exchange, Arrays.copyOfRange(content, from, content.length));
    }

    private void tag(HttpExchange exchange) {
        if (!etag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", etag);
        }
    }

    private void send(HttpExchange exchange, byte[] bytes) throws IOException {
        OutputStream out = exchange.getResponseBody(); // not closed here: that would announce an early end politely
        out.write(bytes);
        out.flush();
        bytesSent.addAndGet(bytes.length);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
