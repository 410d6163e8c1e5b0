package io.espalier.contracts.view;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells requests that a page of another site made a browser send. A service on the loopback address asks for no
/// password, so such a page could push models, and needs no answer for that.
///
/// Source: Fetch Metadata Request Headers (W3C), `Sec-Fetch-Site`; RFC 6454, section 7, `Origin`.
public final class CrossSite {

    /// What the refused are told.
    public static final String REFUSAL = "a page of another site may not change anything here: use the command line, "
            + "or send the request without the headers Origin and Sec-Fetch-Site";

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossSite() {}

    /// Whether the request is to be refused with 403. Clients other than browsers send neither header and pass.
    ///
    /// @param method    of HTTP
    /// @param fetchSite value of `Sec-Fetch-Site`
    /// @param origin    value of `Origin`
    /// @param host      value of `Host`
    public static boolean isRefused(
            String method, @Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (HARMLESS.contains(method)) {
            return false;
        }
        return (fetchSite != null && !OWN.contains(fetchSite))
                || (origin != null && !(origin.equals("http://" + host) || origin.equals("https://" + host)));
    }
}
