package dev.almanac.rollup;

import static dev.almanac.backup.HandmadeArchive.day;
import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.RollupLayout;
import dev.almanac.archive.RollupLayout.Name;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobInfo;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.History;
import dev.almanac.catalog.Holdings;
import dev.almanac.catalog.Manifest;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RollupPlanTest {

  private static final Set<RollupStep> BOTH = EnumSet.allOf(RollupStep.class);
  private static final Set<RollupStep> HOURS = EnumSet.of(RollupStep.HOUR);

  private static Holdings holdings(Manifest... backups) {
    return new Holdings(List.of(backups), History.NONE);
  }

  private static Name name(int generation, ArchivedFile... samples) {
    return new Name(
        generation,
        RollupLayout.fingerprint(
            Stream.of(samples)
                .map(file -> file.key().substring(file.key().lastIndexOf('/') + 1))
                .toList()));
  }

  private static List<BlobInfo> rolled(int day, Name name, RollupStep... steps) {
    long epochDay = day(day).toEpochDay();
    return Stream.concat(
            Stream.of(Optional.<RollupStep>empty()), Stream.of(steps).map(Optional::of))
        .map(step -> new BlobInfo(new Place(step, epochDay, name).key(), 1))
        .toList();
  }

  private static RollupPlan plan(
      Holdings holdings, List<BlobInfo> found, Set<RollupStep> steps, LocalDate oldest) {
    return RollupPlan.of(holdings, found, steps, oldest);
  }

  private static RollupPlan plan(Holdings holdings, List<BlobInfo> found) {
    return plan(holdings, found, BOTH, LocalDate.MIN);
  }

  @Test
  void rollsUpEveryDayThatHasSamples() {
    RollupPlan plan = plan(holdings(manifest(2, file(1, 1), file(2, 2))), List.of());

    assertThat(plan.build())
        .containsExactly(
            new RollupDay(day(1), name(1, file(1, 1)), BOTH, List.of(file(1, 1))),
            new RollupDay(day(2), name(1, file(2, 2)), BOTH, List.of(file(2, 2))));
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void aRollupWithoutTheListOfItsSeriesIsMadeAnew() {
    Name name = name(1, file(1, 1));
    List<BlobInfo> withoutList =
        rolled(1, name, RollupStep.HOUR, RollupStep.FIVE_MINUTES).stream()
            .filter(blob -> !blob.key().contains("/series/"))
            .toList();

    RollupPlan plan = plan(holdings(manifest(1, file(1, 1))), withoutList);

    assertThat(plan.build()).extracting(RollupDay::name).containsExactly(name);
    assertThat(plan.there()).isEmpty();
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void leavesAloneWhatIsThere() {
    Name name = name(1, file(1, 1));

    RollupPlan plan =
        plan(
            holdings(manifest(1, file(1, 1))),
            rolled(1, name, RollupStep.HOUR, RollupStep.FIVE_MINUTES));

    assertThat(plan.build()).isEmpty();
    assertThat(plan.remove()).isEmpty();
    assertThat(plan.there())
        .containsExactly(new RollupDay(day(1), name, BOTH, List.of(file(1, 1))));
  }

  @Test
  void addsTheStepThatIsMissingUnderTheSameName() {
    Name name = name(1, file(1, 1));

    RollupPlan plan =
        plan(holdings(manifest(1, file(1, 1))), rolled(1, name, RollupStep.FIVE_MINUTES));

    assertThat(plan.build())
        .containsExactly(new RollupDay(day(1), name, HOURS, List.of(file(1, 1))));
  }

  @Test
  void stepsThatAreNotAskedForStay() {
    List<BlobInfo> both = rolled(1, name(1, file(1, 1)), RollupStep.HOUR, RollupStep.FIVE_MINUTES);

    RollupPlan plan = plan(holdings(manifest(1, file(1, 1))), both, HOURS, LocalDate.MIN);

    assertThat(plan.build()).isEmpty();
    assertThat(plan.remove()).isEmpty();
  }

  @Test
  void aDayThatShowsOtherFilesIsRolledUpAnewAndTheOldOnesGo() {
    List<BlobInfo> old = rolled(1, name(1, file(1, 1)), RollupStep.HOUR, RollupStep.FIVE_MINUTES);

    RollupPlan plan = plan(holdings(manifest(2, file(1, 1), file(1, 2))), old);

    assertThat(plan.build())
        .extracting(RollupDay::name)
        .containsExactly(name(2, file(1, 1), file(1, 2)));
    assertThat(plan.remove()).containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void ofTwoThatACrashHasLeftTheOlderGoes() {
    List<BlobInfo> old = rolled(1, name(1, file(1, 1)), RollupStep.HOUR);
    List<BlobInfo> good = rolled(1, name(2, file(1, 2)), RollupStep.HOUR);

    RollupPlan plan =
        plan(
            holdings(manifest(2, file(1, 2))),
            Stream.concat(old.stream(), good.stream()).toList(),
            HOURS,
            LocalDate.MIN);

    assertThat(plan.build()).isEmpty();
    assertThat(plan.remove()).containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void staysWhenTheSamplesHaveGoneWithTheirBackups() {
    Name name = name(1, file(1, 1));

    RollupPlan plan = plan(holdings(manifest(3, file(3, 3))), rolled(1, name, RollupStep.HOUR));

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.there()).containsExactly(new RollupDay(day(1), name, HOURS, List.of()));
  }

  @Test
  void goesWhereABackupSaysThatTheSamplesOfItsDayWereDeleted() {
    List<BlobInfo> old = rolled(1, name(1, file(1, 1)), RollupStep.HOUR);
    ArchivedFile histograms =
        new ArchivedFile(
            "histograms",
            day(1),
            "histograms/day=2026-11-01/b-0.parquet",
            1,
            "0".repeat(64),
            1,
            0,
            0);

    RollupPlan plan = plan(holdings(manifest(1, file(1, 1)), manifest(2, histograms)), old);

    assertThat(plan.build()).isEmpty();
    assertThat(plan.remove()).containsExactlyElementsOf(old);
  }

  @Test
  void daysThatAreTooOldGoAndAreNotRolledUp() {
    List<BlobInfo> old = rolled(1, name(1, file(1, 1)), RollupStep.HOUR);

    RollupPlan plan = plan(holdings(manifest(2, file(1, 1), file(2, 2))), old, HOURS, day(2));

    assertThat(plan.build()).extracting(RollupDay::day).containsExactly(day(2));
    assertThat(plan.remove()).containsExactlyElementsOf(old);
  }

  @Test
  void filesOfOthersInTheFolderAreLeftAlone() {
    List<BlobInfo> others =
        List.of(
            new BlobInfo("rollups/README", 1),
            new BlobInfo("rollups/step=1h/day=2026-13-01/0001-0123456789abcdef.parquet", 1),
            new BlobInfo("rollups/step=1h/day=2026-11-01/0000-0123456789abcdef.parquet", 1));

    RollupPlan plan = plan(holdings(), others);

    assertThat(plan.remove()).isEmpty();
    assertThat(plan.there()).isEmpty();
  }
}
