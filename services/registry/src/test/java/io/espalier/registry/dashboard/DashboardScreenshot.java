package io.espalier.registry.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.Locale;

/// Takes a picture of a dashboard page: `URL OUTPUT.png [light|dark] [SELECTOR]`.
///
/// Waits until the page has been filled and until `SELECTOR` is visible, 30 s at most.
public final class DashboardScreenshot {

    private DashboardScreenshot() {}

    public static void main(String[] arguments) {
        ColorScheme scheme =
                ColorScheme.valueOf((arguments.length > 2 ? arguments[2] : "light").toUpperCase(Locale.ROOT));
        String selector = arguments.length > 3 ? arguments[3] : "main h1";
        try (Browser browser = Browser.launch()
                .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH: install chromium"))) {
            take(browser, arguments[0], Path.of(arguments[1]), scheme, selector);
        }
    }

    /// The whole page, as long as it is, at double density.
    public static void take(Browser browser, String url, Path output, ColorScheme scheme, String selector) {
        Page page = browser.open(url, scheme);
        page.locator(selector).first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
        page.evaluate("document.fonts.ready");
        page.waitForTimeout(500); // bars glide to their width
        page.screenshot(new Page.ScreenshotOptions().setPath(output).setFullPage(true));
        page.context().close();
    }
}
