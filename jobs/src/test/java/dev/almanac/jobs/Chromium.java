package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Chromium of this machine, without a window. Every page it opens has to be silent. */
public final class Chromium implements AutoCloseable {

  static final int DESK = 1280;
  static final int PHONE = 360;

  private static final int TALL = 860;
  private static final int PATIENCE = 120_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  public Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setTimeout(PATIENCE)
                    // As root it has no sandbox; its own new mode without a window is named here.
                    .setHeadless(false)
                    .setArgs(List.of("--headless=new", "--no-sandbox", "--hide-scrollbars")));
  }

  private static Path executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no chromium on the PATH; ./main.sh test --all"));
  }

  /** A page of somebody who was never here before. */
  public Page page(int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, TALL)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE);
    // Chromium tells of what the policy forbids as errors, too.
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    context.onWebError(error -> complaints.add(error.error()));
    return context.newPage();
  }

  /** Forgets what pages have complained of, and returns it. */
  List<String> complaints() {
    List<String> found = List.copyOf(complaints);
    complaints.clear();
    return found;
  }

  /** What a script of the tests finds on a page. */
  static List<?> findings(Page page, String script) {
    try (InputStream in = Chromium.class.getResourceAsStream("/console/" + script)) {
      return (List<?>) page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the pages of a test, of which none may have complained. */
  public void closePages() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    assertThat(complaints()).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
