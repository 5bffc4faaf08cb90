package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.DebeziumExamples.CUSTOMERS;
import static io.summerbeam.sdk.format.DebeziumExamples.enveloped;
import static io.summerbeam.sdk.format.Decoding.decode;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class DebeziumFuzzTest {

  private static final int MUTANTS = 20_000;

  @Test
  public void mutatedChange_isARowOrMalformed() throws Exception {
    List<String> records =
        List.of(
            DebeziumExamples.POSTGRES_CREATE,
            enveloped(DebeziumExamples.POSTGRES_UPDATE),
            DebeziumExamples.POSTGRES_DELETE,
            DebeziumExamples.MYSQL_UPDATE,
            enveloped(DebeziumExamples.MYSQL_READ));
    Mutations mutations = new Mutations(7);
    RowDecoder decoder = CUSTOMERS.decoder(CUSTOMERS.schema());
    RowCoder coder = RowCoder.of(CUSTOMERS.schema());
    Row untouched = decode(decoder, records.get(1));
    int rows = 0;
    int malformed = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] record = records.get(i % records.size()).getBytes(StandardCharsets.UTF_8);
      try {
        Row row = decoder.decode(mutations.of(record));
        assertThat(
            CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, row)),
            equalTo(row));
        rows++;
      } catch (MalformedException e) {
        malformed++;
      }
    }
    assertThat(rows, greaterThan(MUTANTS / 100));
    assertThat(malformed, greaterThan(MUTANTS / 100));
    assertThat(decode(decoder, records.get(1)), equalTo(untouched));
  }
}
