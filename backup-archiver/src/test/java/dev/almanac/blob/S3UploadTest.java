package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3UploadTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @CsvSource({
    "0,8",
    "1,8",
    "83886080000,8",
    "83886080001,9",
    "94371840000,9",
    "94371840001,10",
    "5497558138880,525"
  })
  void growsItsPartsWithTheFile(long size, long mebibytes) {
    assertThat(S3Upload.partSize(size)).isEqualTo(mebibytes * MIB);
  }

  @Property
  void needsAtMostTenThousandParts(@ForAll @LongRange(max = 50L << 40) long size) {
    long part = S3Upload.partSize(size);

    assertThat(part).isGreaterThanOrEqualTo(S3Upload.MIN_PART);
    assertThat((size + part - 1) / part).isLessThanOrEqualTo(10_000);
  }

  @Test
  void survivesTheWayThroughItsToken() {
    S3Upload upload =
        new S3Upload(
            "an id==/+",
            ID,
            List.of(new S3Upload.Part("\"etag-1\"", "AAAA=="), new S3Upload.Part("e", "")));

    assertThat(S3Upload.parse(upload.text())).contains(upload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id",
        "id\n" + ID,
        "\n" + ID + "\ne\t",
        "id\nnot-hex\ne\t",
        "id\n" + ID + "\ne",
        "id\n" + ID + "\n\tcrc",
        "id\n" + ID + "\ne\tcrc\n"
      })
  void isNoneWhereTheTokenIsForeign(String token) {
    assertThat(S3Upload.parse(token)).isEmpty();
  }
}
