package io.summerbeam.benchmarks.mask;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** The same as most would write it: a Mac for each record, and a row built by names. */
final class IdiomaticMaskFn extends DoFn<Row, Row> {

  private static final long serialVersionUID = 1;

  private static final String HMAC = "HmacSHA256";

  @ProcessElement
  public void process(ProcessContext context) throws GeneralSecurityException {
    Row row = context.element();
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(People.KEY, HMAC));
    context.output(
        Row.fromRow(row)
            .withFieldValue("email", pseudonym(mac, row.getString("email")))
            .withFieldValue("phone", pseudonym(mac, row.getString("phone")))
            .withFieldValue("name", People.REDACTED)
            .build());
  }

  private static String pseudonym(Mac mac, String value) {
    return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
  }
}
