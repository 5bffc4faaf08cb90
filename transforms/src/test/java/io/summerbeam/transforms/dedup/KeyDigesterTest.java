package io.summerbeam.transforms.dedup;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedBytes;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.junit.Test;

public class KeyDigesterTest {

  private static final Schema INNER =
      Schema.builder().addNullableField("x", FieldType.STRING).build();

  @Test
  public void equalValues_haveOneDigest() {
    same(FieldType.DECIMAL, new BigDecimal("1.5"), new BigDecimal("1.500"));
    same(FieldType.DECIMAL, new BigDecimal("0"), new BigDecimal("0.00"));
    same(FieldType.DOUBLE, Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L));
    same(FieldType.BYTES, new byte[] {1, 2}, new byte[] {1, 2});
    same(FieldType.logicalType(FixedBytes.of(2)), new byte[] {1, 2}, new byte[] {1, 2});
    same(FieldType.logicalType(SqlTypes.DATE), LocalDate.EPOCH, LocalDate.of(1970, 1, 1));
    same(FieldType.DATETIME, new Instant(5), new Instant(5).toDateTime());
    same(FieldType.array(FieldType.STRING), List.of("a", "b"), Arrays.asList("a", "b"));
  }

  @Test
  public void differentValues_haveDifferentDigests() {
    different(FieldType.STRING, "", null);
    different(FieldType.STRING, "?", "\ud800");
    different(FieldType.STRING, "\ud800", "\udc00");
    different(FieldType.STRING, "\u0080", "\u0080\u0000");
    different(FieldType.STRING, "a", "A");
    different(FieldType.INT64, 0L, null);
    different(FieldType.INT64, 1L, 256L);
    different(FieldType.DOUBLE, 0.0, -0.0);
    different(FieldType.DECIMAL, new BigDecimal("1.5"), new BigDecimal("15"));
    different(FieldType.BOOLEAN, true, false);
    different(FieldType.array(FieldType.STRING), List.of("ab"), List.of("a", "b"));
    different(FieldType.array(FieldType.STRING), List.of(), List.of(""));
    different(FieldType.row(INNER), inner(null), null);
    different(FieldType.row(INNER), inner(null), inner(""));
  }

  @Test
  public void valuesOfNeighbours_doNotRunTogether() {
    Schema two = Schema.builder().addStringField("a").addStringField("b").build();
    KeyDigester digester = new KeyDigester(two, new int[] {0, 1});
    assertThat(
        digester.digest(Row.withSchema(two).addValues("ab", "c").build()),
        not(equalTo(digester.digest(Row.withSchema(two).addValues("a", "bc").build()))));
  }

  @Test
  public void longText_isTakenWhole() {
    different(FieldType.STRING, "x".repeat(100_000) + "a", "x".repeat(100_000) + "b");
  }

  private static Row inner(String x) {
    return Row.withSchema(INNER).addValue(x).build();
  }

  private static void same(FieldType type, Object one, Object other) {
    assertThat(digest(type, one), equalTo(digest(type, other)));
  }

  private static void different(FieldType type, Object one, Object other) {
    assertThat(digest(type, one), not(equalTo(digest(type, other))));
  }

  private static Digest digest(FieldType type, Object value) {
    Schema schema = Schema.builder().addNullableField("f", type).build();
    return new KeyDigester(schema, new int[] {0})
        .digest(Row.withSchema(schema).attachValues(Arrays.asList(value)));
  }
}
