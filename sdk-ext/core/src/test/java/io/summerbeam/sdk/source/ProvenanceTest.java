package io.summerbeam.sdk.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

public class ProvenanceTest {

  private static final Schema PLAIN = Schema.builder().addStringField("a").build();
  private static final byte[] LINE = "{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_8);

  @Test
  public void of_rowThatWasEncoded_isWhatWasPut() throws Exception {
    Schema schema = Provenance.addTo(PLAIN);
    Provenance put = Provenance.ofFile("f.jsonl", 930, 12L).withPayload(LINE, "json");
    Row row = Row.withSchema(schema).addValues("x", put.toBytes()).build();
    RowCoder coder = RowCoder.of(schema);

    Row read = CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, row));

    assertThat(Provenance.of(read), equalTo(put));
  }

  @Test
  public void fromBytes_eachPartThereOrNot_isWhatWasPut() {
    for (Integer partition : Arrays.asList(null, 0, Integer.MAX_VALUE, -1)) {
      for (Long line : Arrays.asList(null, 1L, Long.MAX_VALUE)) {
        for (long position : new long[] {0, 127, 128, Long.MAX_VALUE, -1}) {
          Provenance place =
              Provenance.fromRow(
                  Row.withSchema(Provenance.SCHEMA)
                      .addValues(
                          "kafka", "t\u00f6pic \ud83d\ude00", partition, position, line, null, null)
                      .build());
          for (Provenance each :
              List.of(
                  place,
                  place.withPayload(LINE, "json"),
                  place.withPayload(new byte[0], ""),
                  place.withKey(LINE),
                  place.withKey(new byte[0]).withPayload(LINE, "json"),
                  place.withHeaders(Map.of("", "", "b", "\u00f6", "a", "x".repeat(200))),
                  place
                      .withHeaders(Map.of("a", "x"))
                      .withKey(LINE)
                      .withPayload(new byte[0], "json"),
                  Provenance.ofFile("", position, line))) {
            assertThat(Provenance.fromBytes(each.toBytes()), equalTo(each));
          }
        }
      }
    }
  }

  @Test
  public void fromBytes_ofSomethingElse_isRefused() {
    byte[] whole = Provenance.ofFile("f.jsonl", 930, 12L).toBytes();
    List<byte[]> others = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      others.add(Arrays.copyOf(whole, length));
    }
    others.add(Arrays.copyOf(whole, whole.length + 1));
    others.add(changed(whole, 0, 2));
    others.add(changed(whole, 1, 64 | whole[1]));
    // More headers than there are bytes for.
    byte[] headers = Provenance.ofKafka("t", 0, 0).withHeaders(Map.of("a", "b")).toBytes();
    others.add(changed(headers, headers.length - 5, 3));
    // A text longer than the bytes there are, a number too long, a text of a negative length.
    others.add(changed(whole, 5, 100));
    others.add(new byte[] {1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 0, 0});
    others.add(new byte[] {1, 0, 0, -1, -1, -1, -1, 15, 0, 0});
    for (byte[] other : others) {
      assertThat(
          assertThrows(
                  Arrays.toString(other),
                  IllegalArgumentException.class,
                  () -> Provenance.fromBytes(other))
              .getMessage(),
          containsString("'_provenance' holds no provenance of this version"));
    }
  }

  private static byte[] changed(byte[] bytes, int at, int to) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) to;
    return changed;
  }

  @Test
  public void rows_withEqualProvenance_areEqual() throws Exception {
    Schema schema = Provenance.addTo(PLAIN);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Provenance each = Provenance.ofFile("f.jsonl", 930, 12L).withPayload(LINE.clone(), "json");
      rows.add(Row.withSchema(schema).addValues("x", each.toBytes()).build());
    }
    assertThat(rows.get(0), equalTo(rows.get(1)));
    assertThat(rows.get(0).hashCode(), equalTo(rows.get(1).hashCode()));
    RowCoder.of(schema).verifyDeterministic();
  }

  @Test
  public void of_rowWithoutIt_isNull() {
    assertThat(Provenance.of(Row.withSchema(PLAIN).addValue("x").build()), nullValue());
  }

  @Test
  public void indexIn_fieldThatMerelyHasTheName_isNotFound() {
    Schema users = Schema.builder().addStringField(Provenance.FIELD_NAME).build();
    assertThat(Provenance.indexIn(users), equalTo(-1));
  }

  @Test
  public void addTo_nameTaken_isRefused() {
    Schema users = Schema.builder().addStringField(Provenance.FIELD_NAME).build();
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Provenance.addTo(users));
    assertThat(e.getMessage(), containsString("reserved"));
  }

  @Test
  public void visible_schemaWithIt_isTheSchemaBefore() {
    assertThat(Fields.namesOf(Provenance.addTo(PLAIN)), equalTo(List.of("a")));
  }

  @Test
  public void toString_doesNotShowThePayload() {
    Provenance provenance = Provenance.ofFile("f.jsonl", 930, 12L).withPayload(LINE, "json");
    assertThat(provenance.toString(), equalTo("f.jsonl line 12 (byte 930)"));
  }

  @Test
  public void toString_ofKafka_showsNeitherKeyNorHeaders() {
    Provenance provenance =
        Provenance.ofKafka("orders", 3, 17).withKey(LINE).withHeaders(Map.of("h", "x"));
    assertThat(provenance.toString(), equalTo("orders partition 3 (offset 17)"));
  }

  @Test
  public void withoutPayload_isThePlaceAlone() {
    Provenance place = Provenance.ofKafka("orders", 3, 17);
    assertThat(
        place
            .withPayload(LINE, "json")
            .withKey(LINE)
            .withHeaders(Map.of("h", "x"))
            .withoutPayload(),
        equalTo(place));
  }

  @Test
  public void withPart_isAHeaderAndKeepsTheRest() {
    Provenance whole =
        Provenance.ofKafka("t", 1, 7).withPayload(LINE, "json").withHeaders(Map.of("h", "v"));
    Provenance part = Provenance.fromBytes(whole.withPart(3).withPart(0).toBytes());
    assertThat(part.headers(), equalTo(Map.of("h", "v", Provenance.PART, "3.0")));
    assertThat(part.withHeaders(whole.headers()), equalTo(whole));
  }

  @Test
  public void withPart_negative_isRefused() {
    Provenance whole = Provenance.ofKafka("t", 1, 7);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> whole.withPart(-1)).getMessage(),
        equalTo("withPart() must be 0 or more, but was: -1. Number the rows of a record."));
  }
}
