package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ManifestRoundTripTest {

  @Property(tries = 300)
  void readsWhatItHasWritten(@ForAll("manifests") Manifest manifest) {
    byte[] json = ManifestCodec.write(manifest);

    assertThat(ManifestCodec.read(json, "m.json")).isEqualTo(manifest);
    assertThat(ManifestCodec.write(ManifestCodec.read(json, "m.json"))).isEqualTo(json);
  }

  @Provide
  Arbitrary<Manifest> manifests() {
    Arbitrary<String> ids =
        Combinators.combine(digits(8), digits(6), bytes(4))
            .as((day, time, digest) -> day + "T" + time + "Z-" + HexFormat.of().formatHex(digest));
    return Combinators.combine(
            ids,
            Combinators.combine(instants(), instants(), text()).as(Stamp::new),
            Combinators.combine(text(), text(), text().list().ofMaxSize(3))
                .as(Manifest.Source::new),
            blocks().list().ofMaxSize(3).uniqueElements(ArchivedBlock::ulid),
            components().list().ofMaxSize(3).uniqueElements(ArchivedComponent::title),
            files().list().ofMaxSize(5).uniqueElements(ArchivedFile::key),
            salted(),
            totals())
        .as(
            (id, stamp, source, blocks, components, files, salted, totals) ->
                new Manifest(
                    id,
                    stamp.takenAt,
                    stamp.writtenAt,
                    stamp.writer,
                    source,
                    blocks,
                    components,
                    files,
                    salted,
                    totals));
  }

  private record Stamp(Instant takenAt, Instant writtenAt, String writer) {}

  private static Arbitrary<ArchivedBlock> blocks() {
    Arbitrary<String> ulids =
        Arbitraries.strings().withChars("0123456789ABCDEFGHJKMNPQRSTVWXYZ").ofLength(26);
    Arbitrary<String> paths = Arbitraries.of("index", "meta.json", "chunks/000001", "tombstones");
    Arbitrary<ArchivedBlock.BlockFile> files =
        Combinators.combine(paths, counts(), digests()).as(ArchivedBlock.BlockFile::new);
    return Combinators.combine(
            ulids,
            ranges(),
            Arbitraries.integers().between(1, 3),
            text(),
            bytes(0, 40).map(Base64.getEncoder()::encodeToString),
            Combinators.combine(
                    Arbitraries.of(true, false),
                    Arbitraries.of(true, false),
                    text().list().ofMaxSize(3))
                .as(ArchivedBlock.Rebuild::new),
            files.list().uniqueElements(ArchivedBlock.BlockFile::path).ofMaxSize(4))
        .as(ArchivedBlock::new);
  }

  private static Arbitrary<ArchivedComponent> components() {
    return Combinators.combine(
            Arbitraries.of("dashboards", "configuration", "models"),
            Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8),
            text(),
            counts(),
            digests(),
            counts(),
            Arbitraries.of(true, false))
        .as(ArchivedComponent::new);
  }

  private static Arbitrary<ArchivedFile> files() {
    Arbitrary<LocalDate> days =
        Arbitraries.longs()
            .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
            .map(LocalDate::ofEpochDay);
    return Combinators.combine(
            text(), days, text(), counts(), digests(), counts(), longs(), longs())
        .as(
            (kind, day, key, size, digest, rows, a, b) ->
                new ArchivedFile(
                    kind, day, key, size, digest, rows, Math.min(a, b), Math.max(a, b)));
  }

  private static Arbitrary<Map<Map<String, String>, Long>> salted() {
    Arbitrary<Map<String, String>> labels = Arbitraries.maps(text(), text()).ofMaxSize(3);
    return Arbitraries.maps(labels, longs()).uniqueValues().ofMaxSize(4);
  }

  private static Arbitrary<Manifest.Totals> totals() {
    Arbitrary<List<Long>> numbers = counts().list().ofSize(7);
    return Combinators.combine(ranges(), numbers)
        .as(
            (range, n) ->
                new Manifest.Totals(
                    range, n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6)));
  }

  private static Arbitrary<TimeRange> ranges() {
    return Combinators.combine(longs(), longs())
        .as((a, b) -> new TimeRange(Math.min(a, b), Math.max(a, b)));
  }

  /** All of Unicode, control characters and halves of surrogate pairs too. */
  private static Arbitrary<String> text() {
    Arbitrary<Integer> codePoints =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x7f),
            Arbitraries.integers().between(0, 0xffff),
            Arbitraries.integers().between(0x10000, 0x10ffff));
    return codePoints
        .list()
        .ofMaxSize(12)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Long> counts() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<String> digests() {
    return bytes(32).map(HexFormat.of()::formatHex);
  }

  private static Arbitrary<String> digits(int count) {
    return Arbitraries.strings().numeric().ofLength(count);
  }

  private static Arbitrary<byte[]> bytes(int count) {
    return bytes(count, count);
  }

  private static Arbitrary<byte[]> bytes(int min, int max) {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max);
  }
}
