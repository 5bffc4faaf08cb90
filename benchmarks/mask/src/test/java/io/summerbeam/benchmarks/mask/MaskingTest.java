package io.summerbeam.benchmarks.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

/** Whoever masks, the same comes out of the same people. */
public class MaskingTest {

  private static final List<Row> PEOPLE = People.first(100);

  @Rule public final transient TestPipeline pipeline = TestPipeline.create();

  @Test
  public void byHand_hasTwoPseudonymsAndAFixedText() throws Exception {
    masksAsExpected(Masking.BY_HAND);
  }

  @Test
  public void idiomatic_hasTwoPseudonymsAndAFixedText() throws Exception {
    masksAsExpected(Masking.IDIOMATIC);
  }

  @Test
  public void summerbeam_hasTwoPseudonymsAndAFixedText() throws Exception {
    masksAsExpected(Masking.SUMMERBEAM);
  }

  private void masksAsExpected(Masking masking) throws Exception {
    List<Row> expected = new ArrayList<>();
    for (Row person : PEOPLE) {
      expected.add(
          Row.fromRow(person)
              .withFieldValue("email", hmac(person.getString("email")))
              .withFieldValue("phone", hmac(person.getString("phone")))
              .withFieldValue("name", "***")
              .build());
    }
    PAssert.that(masking.mask(pipeline.apply(Create.of(PEOPLE).withRowSchema(People.SCHEMA))))
        .containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  private static String hmac(String value) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(People.KEY, "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
  }
}
