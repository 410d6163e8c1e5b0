package io.espalier.datasets.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// @param location `http:` or `https:`; `user:password@` is sent as Basic authentication (RFC 7617)
record HttpObject(URI location) implements RemoteObject {

    @Override
    public String name() {
        return RemoteObject.redacted(location.toString());
    }

    @Override
    public URI url() {
        String text = location.toString();
        int fragment = text.indexOf('#');
        String whole = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(USER.matcher(whole).replaceFirst("//"));
    }

    @Override
    public Optional<String> authorization() {
        return Optional.ofNullable(location.getUserInfo()).map(user -> {
            byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(bytes);
        });
    }
}
