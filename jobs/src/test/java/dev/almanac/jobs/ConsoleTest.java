package dev.almanac.jobs;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.http.AlmanacServer;
import dev.almanac.registry.http.Limits;
import dev.almanac.registry.http.ServeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser, over a real archive. */
@Tag("needs-all")
class ConsoleTest {

  private static final String CPU = "cpu_utilisation_percent";
  private static final String[] VIEWS = {
    "#/backups",
    "#/models",
    "#/models/metrics?version=2",
    "#/series",
    "#/series?match=" + CPU + "&range=7d",
    "#/training"
  };
  private static final int MOST_BYTES = 200_000;

  @TempDir private static Path folder;
  private static BlobStore store;
  private static AlmanacServer server;
  private static String token;
  private static Chromium chromium;

  @BeforeAll
  static void open() throws IOException {
    Path root = ConsoleArchive.make(folder);
    token = ConsoleArchive.token(root);
    store = BlobStores.open(root.toString());
    server =
        AlmanacServer.start(
            store,
            new ServeSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                false,
                Set.of(),
                folder.resolve("audit.jsonl"),
                folder.resolve("uploads"),
                "metrics",
                Duration.ofSeconds(1),
                Limits.DEFAULT));
    PlaywrightAssertions.setDefaultAssertionTimeout(120_000);
    chromium = new Chromium();
  }

  @AfterAll
  static void close() {
    chromium.close();
    server.close();
    store.close();
  }

  @AfterEach
  void everyPageWasSilent() {
    chromium.closePages();
  }

  private static Page visit(String view) {
    return visit(view, Chromium.DESK, ColorScheme.LIGHT);
  }

  /** Signs in as a person does, at an address that somebody has sent. */
  private static Page visit(String view, int width, ColorScheme scheme) {
    Page page = chromium.page(width, scheme);
    page.navigate(server.url() + "/" + view);
    page.getByLabel("Token").fill(token);
    page.keyboard().press("Enter");
    settle(page);
    return page;
  }

  private static void go(Page page, String view) {
    page.evaluate("view => { location.hash = view; }", view);
    assertThat(page.locator("nav a[aria-current]"))
        .hasAttribute("href", view.replaceAll("(#/[a-z]+).*", "$1"));
    settle(page);
  }

  private static void settle(Page page) {
    assertThat(page.locator("nav")).isVisible();
    assertThat(page.locator("main:not([aria-busy]) .card").first()).isVisible();
    assertThat(page.locator(".plot:not(:has(canvas))")).hasCount(0);
  }

  private static Locator heading(Page page, String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void letsNobodyInWithAWrongTokenAndSaysSoInWords() {
    Page page = chromium.page(Chromium.DESK, ColorScheme.LIGHT);
    page.navigate(server.url());
    page.getByLabel("Token").fill("not-a-token");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This token is not known here");
    assertThat(page.locator("nav")).isHidden();
    assertThat(chromium.complaints()).singleElement().asString().contains("401");
  }

  @Test
  void keepsTheTokenInTheTabAloneAndForgetsItWhenAskedTo() {
    Page page = visit("");
    assertThat(page.locator("#who")).hasText("ada");
    assertThat(page.evaluate("sessionStorage.getItem('almanac.token')")).isEqualTo(token);
    assertThat(page.evaluate("JSON.stringify(localStorage) + document.cookie").toString())
        .doesNotContain(token);

    page.reload();
    assertThat(heading(page, "Backups")).isVisible();
    page.getByText("Sign out").click();

    assertThat(page.getByLabel("Token")).isFocused();
    assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void showsTheNightsWithAndWithoutABackup() {
    Page page = visit("#/backups");

    assertThat(page.locator(".calendar td.there")).hasCount(4);
    assertThat(page.locator(".calendar td.none")).hasCount(26);
    assertThat(page.locator(".card .scroll tbody tr")).hasCount(4);
    page.locator(".calendar td.there a").last().click();
    assertThat(page.locator("#detail")).isFocused();
    assertThat(page.getByText(ConsoleArchive.DAYS + " blocks")).isVisible();
    assertThat(page.locator(".facts")).containsText("20 series");
  }

  @Test
  void goesFromNightToNightByTheKeyboard() {
    Page page = visit("#/backups");
    Locator nights = page.locator(".calendar td.there a");
    nights.last().focus();

    page.keyboard().press("ArrowLeft");
    assertThat(nights.nth(2)).isFocused();
    page.keyboard().press("Enter");

    assertThat(page.locator("#detail")).isFocused();
    assertThat(page.getByText("9 blocks")).isVisible();
    page.keyboard().press("Tab");
    assertThat(link(page, "Close")).isFocused();
  }

  @Test
  void showsChampionAndChallengerAndWhyTheGateKeptOneBack() {
    Page page = visit("#/models");
    assertThat(page.locator(".champion .big")).hasText("v1");
    assertThat(page.locator(".challenger .big")).hasText("v2");
    assertThat(page.locator(".plot canvas")).isVisible();

    page.locator(".challenger .big").click();

    assertThat(page.locator("#detail")).hasText("metrics v2");
    assertThat(page.getByText("✕ kept back")).isVisible();
    assertThat(page.getByLabel("What the gate compared").locator("tbody tr").first())
        .containsText("node");
    page.getByText("Settings").click();
    assertThat(page.getByText("SHA-256").first()).isVisible();
    link(page, "MSIS").click();
    assertThat(page.getByText("mean scaled interval score")).isVisible();
  }

  @Test
  void leadsFromAVersionToTheBackupThatItLearnedFrom() {
    Page page = visit("#/models/metrics?version=1");

    page.locator("a[href^='#/backups/']").first().click();

    assertThat(heading(page, "Backups")).isVisible();
    assertThat(page.getByText(ConsoleArchive.DAYS + " blocks")).isVisible();
  }

  @Test
  void findsASeriesByAMatcherAndShowsWhatIsExpectedOfIt() {
    Page page = visit("#/series");
    page.keyboard().press("/");
    assertThat(page.getByLabel("Search by matcher")).isFocused();
    page.keyboard().type(CPU + "{instance=~\"node-.*\"}");
    page.keyboard().press("Enter");

    assertThat(page.locator("#detail")).hasText(CPU);
    assertThat(page.locator(".legend")).containsText("Expected");
    assertThat(page.locator(".plot canvas")).isVisible();
    String address = page.url();
    Page other = visit(address.substring(address.indexOf('#')));
    assertThat(other.locator("#detail")).hasText(CPU);
    assertThat(other.getByLabel("Search by matcher")).hasValue(CPU + "{instance=~\"node-.*\"}");
  }

  @Test
  void showsACounterAsItsRate() {
    Page page = visit("#/series?match=cache_busy_seconds_total&range=7d");

    assertThat(page.locator(".legend")).containsText("Per second");
    assertThat(page.getByText("A counter, shown as its rate per second").first()).isAttached();
  }

  @Test
  void looksCloserAtTheTimeThatWasDraggedOver() {
    Page page = visit("#/series?match=" + CPU + "&range=7d");
    Locator plot = page.locator(".u-over");
    plot.scrollIntoViewIfNeeded();
    com.microsoft.playwright.options.BoundingBox box = plot.boundingBox();

    page.mouse().move(box.x + box.width * 0.3, box.y + box.height / 2);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.5, box.y + box.height / 2);
    page.mouse().up();

    assertThat(link(page, "← Whole time")).isVisible();
    assertThat(page.url()).contains("from=", "to=");
    link(page, "← Whole time").click();
    assertThat(link(page, "7 days").first()).hasAttribute("aria-current", "true");
  }

  @Test
  void saysWhatIsWrongWithASelectorAndWhatMayBeMeant() {
    Page page = visit("#/series");
    page.getByLabel("Search by matcher").fill("cpu{");
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not a selector");
    page.getByText("{__name__=~\".*cpu.*").click();
    assertThat(page.locator(".scroll tbody")).containsText(CPU);
    assertThat(chromium.complaints()).allMatch(said -> said.contains("400"));
  }

  @Test
  void saysThatNothingMatches() {
    Page page = visit("#/models");
    go(page, "#/series");
    page.getByLabel("Search by matcher").fill("nothing_of_that_name");
    page.keyboard().press("Enter");

    assertThat(page.getByText("No series matches")).isVisible();
  }

  @Test
  void showsEveryTrainingAndWhyItFailed() {
    Page page = visit("#/training");

    Locator rows = page.locator(".scroll tbody tr");
    assertThat(rows).hasCount(3);
    assertThat(rows.nth(0)).containsText("Kept back");
    assertThat(rows.nth(1)).containsText("nothing was learned");
    assertThat(rows.nth(2)).containsText("Champion");
    link(page, "Failed").click();
    assertThat(rows).hasCount(1);
  }

  @Test
  void followsTheSchemeOfTheSystemUntilAnotherIsChosen() {
    Page page = visit("#/series?match=" + CPU, Chromium.DESK, ColorScheme.DARK);
    String dark = page.evaluate("getComputedStyle(document.body).backgroundColor").toString();

    page.locator("#theme").click();
    settle(page);
    String light = page.evaluate("getComputedStyle(document.body).backgroundColor").toString();
    page.reload();
    settle(page);

    assertThat(dark).isEqualTo("rgb(13, 17, 23)");
    assertThat(light).isEqualTo("rgb(245, 247, 248)");
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor")).isEqualTo(light);
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void canBeReadByEverybody(ColorScheme scheme) {
    Page page = visit("#/backups", Chromium.DESK, scheme);
    for (String view : VIEWS) {
      go(page, view);
      assertThat(Chromium.findings(page, "contrast.js")).as(view).isEmpty();
      assertThat(Chromium.findings(page, "unnamed.js")).as(view).isEmpty();
      picture(page, view, scheme, Chromium.DESK);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void fitsAPhone(ColorScheme scheme) {
    Page page = visit("#/backups", Chromium.PHONE, scheme);
    for (String view : VIEWS) {
      go(page, view);
      assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as(view)
          .isEqualTo(0);
      picture(page, view, scheme, Chromium.PHONE);
    }
  }

  /** To be looked at: {@code target/console}. */
  private static void picture(Page page, String view, ColorScheme scheme, int width) {
    String name = view.replaceAll("[^a-z0-9]+", "-").substring(1);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/console", "%s-%s-%d.png".formatted(name, scheme, width))));
  }

  @Test
  void sendsLittleAndNothingTwice() {
    Page page = visit("#/backups");
    String sum =
        "[...performance.getEntriesByType('navigation'),"
            + " ...performance.getEntriesByType('resource')]"
            + ".reduce((sum, entry) => sum + entry.transferSize, 0)";
    int first = (int) page.evaluate(sum);

    page.reload();
    settle(page);
    int second = (int) page.evaluate(sum);

    assertThat(first).isBetween(10_000, MOST_BYTES);
    assertThat(second).isLessThan(first / 3);
  }
}
