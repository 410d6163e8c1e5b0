package io.espalier.contracts.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteTest {

    @ParameterizedTest(name = "{0} site {1} origin {2}: {3}")
    @CsvSource({
        "POST, , , false",
        "POST, same-origin, http://127.0.0.1:7071, false",
        "POST, none, , false",
        "POST, , https://127.0.0.1:7071, false",
        "GET, cross-site, https://elsewhere.example, false",
        "POST, cross-site, , true",
        "DELETE, same-site, , true",
        "POST, , https://elsewhere.example, true",
        "POST, , http://127.0.0.1:8080, true",
        "POST, , null, true",
    })
    void refusesWhatAnotherSiteMadeTheBrowserSend(String method, String site, String origin, boolean refused) {
        assertThat(CrossSite.isRefused(method, site, origin, "127.0.0.1:7071")).isEqualTo(refused);
    }
}
