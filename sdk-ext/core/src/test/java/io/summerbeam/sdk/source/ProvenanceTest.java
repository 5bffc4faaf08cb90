package io.summerbeam.sdk.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.schema.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
                  Provenance.ofFile("", position, line))) {
            assertThat(Provenance.fromBytes(each.toBytes()), equalTo(each));
          }
        }
      }
    }
  }

  @Test
  public void fromBytes_ofSomethingElse_isRefused() {
    for (byte[] other : List.of(new byte[0], new byte[] {1}, new byte[] {2, 0, 0})) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> Provenance.fromBytes(other))
              .getMessage(),
          containsString("'_provenance' holds no provenance of this version"));
    }
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
}
