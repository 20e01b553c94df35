package dev.almanac.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never be, over the classes of all modules. */
class ArchitectureTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String SERIES = "dev.almanac.series..";
  private static final String BLOB = "dev.almanac.blob..";
  private static final String CONFIG = "dev.almanac.config..";
  private static final String TSDB = "dev.almanac.tsdb..";
  private static final String ARCHIVE = "dev.almanac.archive..";
  private static final String CATALOG = "dev.almanac.catalog..";
  private static final String BACKUP = "dev.almanac.backup..";
  private static final String PROMETHEUS = "dev.almanac.prometheus..";
  private static final String ROLLUP = "dev.almanac.rollup..";
  private static final String GATEWAY = "dev.almanac.gateway..";
  private static final String FORECAST = "dev.almanac.forecast..";
  private static final String ANOMALY = "dev.almanac.anomaly..";
  private static final String REGISTRY = "dev.almanac.registry";
  private static final String TOKEN = "dev.almanac.registry.token..";
  private static final String MLFLOW = "dev.almanac.registry.mlflow..";
  private static final String VIEW = "dev.almanac.registry.view..";
  private static final String HTTP = "dev.almanac.registry.http..";
  private static final String OPERATION = "dev.almanac.registry.operation..";
  private static final String CLIENT = "dev.almanac.registry.client..";
  private static final String EPISODE = "dev.almanac.episode..";
  private static final String TRAINING = "dev.almanac.training..";
  private static final String INSTALL = "dev.almanac.install..";
  private static final String FINDING = "dev.almanac.finding..";
  private static final String AUDIT = "dev.almanac.audit..";
  private static final String DOCTOR = "dev.almanac.doctor..";
  private static final String LDAP = "dev.almanac.ldap..";
  private static final String FLINK = "dev.almanac.flink..";
  private static final String JOBS = "dev.almanac.jobs..";

  private static JavaClasses almanac;

  @BeforeAll
  static void importClasses() {
    almanac =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Other modules' tests come as a jar once they are packaged.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.almanac");
  }

  /** Rules stand before the packages they hold for: those may be empty yet. */
  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(almanac);
  }

  @Test
  void seesTheClassesOfEveryModule() {
    assertThat(almanac.contain("dev.almanac.series.Labels")).isTrue();
    assertThat(almanac.contain("dev.almanac.jobs.Almanac")).isTrue();
    assertThat(almanac.contain("dev.almanac.jobs.ArchitectureTest")).isFalse();
  }

  @Test
  void noPackagesFormACycle() {
    hold(slices().matching("dev.almanac.(**)").should().beFreeOfCycles());
  }

  @Test
  void blocksDoNotKnowTheArchive() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(TSDB)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ARCHIVE));
  }

  @Test
  void theArchiveDoesNotKnowBlocks() {
    hold(
        noClasses()
            .that()
            .resideInAPackage(ARCHIVE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TSDB));
  }

  @Test
  void seriesKnowNothingButJava() {
    hold(onlyKnow(SERIES, "java.."));
  }

  /** One calendar library; the linear algebra is our own. */
  @Test
  void forecastsKnowNothingButJavaSeriesAndHolidays() {
    hold(onlyKnow(FORECAST, "java..", SERIES, "de.focus_shift.jollyday.."));
  }

  @Test
  void anomaliesKnowNothingButJavaSeriesAndForecasts() {
    hold(onlyKnow(ANOMALY, "java..", SERIES, FORECAST));
  }

  @Test
  void onlyTheFlinkPackageAndTheJobsKnowFlink() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages(FLINK, JOBS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink.."));
  }

  @Test
  void parquetStaysInTheArchive() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage(ARCHIVE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "shaded.parquet.."));
  }

  @Test
  void theAwsSdkStaysWithTheS3Store() {
    hold(
        noClasses()
            .that(not(insideTheS3Store()))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."));
  }

  @Test
  void theRegistryDoesNotLookInsideModels() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(REGISTRY, TOKEN, MLFLOW, VIEW, HTTP)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.almanac.forecast.ModelCodec"));
  }

  @Test
  void seriesBlobsAndConfigurationAreTheGround() {
    hold(mayKnowOfAlmanac(BLOB));
    hold(mayKnowOfAlmanac(CONFIG));
  }

  @Test
  void blocksTheArchiveAndTheCatalogStandOnTheGroundAlone() {
    hold(mayKnowOfAlmanac(TSDB, SERIES, BLOB));
    hold(mayKnowOfAlmanac(ARCHIVE, SERIES, BLOB));
    hold(mayKnowOfAlmanac(CATALOG, SERIES, BLOB));
  }

  @Test
  void backupsJoinBlocksTheArchiveAndTheCatalog() {
    hold(mayKnowOfAlmanac(BACKUP, TSDB, ARCHIVE, CATALOG, CONFIG, SERIES, BLOB));
  }

  @Test
  void theWireToPrometheusKnowsNeitherArchiveNorCatalog() {
    hold(mayKnowOfAlmanac(PROMETHEUS, SERIES, BLOB, TSDB));
  }

  @Test
  void theGatewayJoinsTheArchiveItsRollupsAndTheWire() {
    hold(mayKnowOfAlmanac(ROLLUP, BACKUP, ARCHIVE, CATALOG, SERIES, BLOB));
    hold(mayKnowOfAlmanac(GATEWAY, PROMETHEUS, ROLLUP, BACKUP, ARCHIVE, CATALOG, SERIES, BLOB));
  }

  @Test
  void theRegistryKeepsModelsAsBlobs() {
    hold(mayKnowOfAlmanac(REGISTRY, FORECAST, ARCHIVE, CATALOG, SERIES, BLOB));
  }

  @Test
  void tokensAndTheRegistryInOtherWordsKnowNoService() {
    hold(mayKnowOfAlmanac(TOKEN, CATALOG, BLOB));
    hold(mayKnowOfAlmanac(MLFLOW, REGISTRY, SERIES));
    hold(mayKnowOfAlmanac(VIEW, REGISTRY, CATALOG, SERIES));
    hold(mayKnowOfAlmanac(OPERATION));
  }

  @Test
  void theServiceJoinsTheRegistryForecastsAndTheCatalog() {
    hold(
        mayKnowOfAlmanac(
            HTTP, REGISTRY, TOKEN, MLFLOW, VIEW, OPERATION, TRAINING, EPISODE, GATEWAY, FORECAST,
            ARCHIVE, CATALOG, CONFIG, SERIES, BLOB));
  }

  @Test
  void theHttpLibraryStaysInTheService() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.."));
  }

  @Test
  void trainingJoinsTheArchiveForecastsAndTheRegistry() {
    hold(
        mayKnowOfAlmanac(
            TRAINING,
            FORECAST,
            REGISTRY,
            BACKUP,
            PROMETHEUS,
            ARCHIVE,
            CATALOG,
            CONFIG,
            SERIES,
            BLOB));
  }

  @Test
  void episodesJoinTheArchiveAndTheWireToPrometheus() {
    hold(
        mayKnowOfAlmanac(
            EPISODE, ANOMALY, FORECAST, PROMETHEUS, BACKUP, ARCHIVE, CATALOG, SERIES, BLOB));
  }

  @Test
  void theClientOfTheServiceKnowsTheRegistryAndHowServersAreTrusted() {
    hold(mayKnowOfAlmanac(CLIENT, REGISTRY, VIEW, PROMETHEUS, CATALOG, SERIES, BLOB));
  }

  @Test
  void installingKnowsConfigurationAndTrustAlone() {
    hold(mayKnowOfAlmanac(INSTALL, CONFIG, PROMETHEUS));
  }

  @Test
  void auditsAndDiagnosesFindAndDoNothing() {
    hold(onlyKnow(FINDING, "java.."));
    hold(mayKnowOfAlmanac(AUDIT, FINDING, TOKEN, CONFIG, BLOB));
    hold(mayKnowOfAlmanac(DOCTOR, FINDING, PROMETHEUS, REGISTRY, CATALOG, SERIES, BLOB));
    hold(mayKnowOfAlmanac(LDAP));
  }

  @Test
  void theLdapLibraryStaysWithTheDirectory() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage(LDAP)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.unboundid.."));
  }

  @Test
  void nothingKnowsTheJobs() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage(JOBS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JOBS));
  }

  @Test
  void onlyTheJobsKnowTheFlinkPackage() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages(FLINK, JOBS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK));
  }

  @Test
  void onlyTheCommandSpeaksToStandardOutputAndEndsTheJvm() {
    hold(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Almanac.class.getName())
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class));
  }

  @Test
  void theReadingListNamesClassesThatExist() throws IOException {
    Pattern name = Pattern.compile("^\\d+\\. `(dev\\.almanac[A-Za-z.]+)`", Pattern.MULTILINE);
    List<String> list =
        name.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(list).hasSizeGreaterThan(5).allMatch(almanac::contain);
  }

  /** Scripts install, build and call the command; what can go wrong is tested in Java. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "almanac",
        "main.sh",
        "restore.sh",
        "verify_restore.sh",
        "scripts/demo.sh",
        "scripts/install.sh",
        "compose/flink.sh",
        "compose/healthy.sh",
        "compose/schedule.sh",
        "scripts/compose.sh",
        "scripts/java17.sh",
        "scripts/minio.sh",
        "scripts/servers.sh",
        "scripts/prometheus.sh",
        "scripts/python.sh",
        "scripts/services.sh",
        ".ci/run"
      })
  void scriptsStayThin(String script) throws IOException {
    long lines =
        Files.readAllLines(ROOT.resolve(script)).stream()
            .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
            .count();

    assertThat(lines).isLessThanOrEqualTo(150);
  }

  /** S3BlobStore and the helpers that nobody else sees. */
  private static DescribedPredicate<JavaClass> insideTheS3Store() {
    return describe(
        "the S3 store's own classes",
        type ->
            type.getName().startsWith("dev.almanac.blob.S3")
                && !type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static ArchRule onlyKnow(String user, String... known) {
    return classes()
        .that()
        .resideInAPackage(user)
        .should()
        .onlyDependOnClassesThat(resideInAPackage(user).or(resideInAnyPackage(known)));
  }

  /** Among Almanac's own packages these alone; libraries are judged by other rules. */
  private static ArchRule mayKnowOfAlmanac(String user, String... known) {
    return noClasses()
        .that()
        .resideInAPackage(user)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.almanac..")
                .and(not(resideInAPackage(user)))
                .and(not(resideInAnyPackage(known))));
  }
}
