package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** Keys that no schema names. */
@RunWith(JUnit4.class)
public class JsonKeysTest {

  private static final int MEGA = 1 << 20;
  private static final int RECORDS = 200;
  private static final int MOST_KEPT = 120;

  private final RowDecoder decoder =
      JsonFormat.of().decoder(Schema.builder().addInt64Field("id").build());

  @Test
  public void keysOfAMegabyte_areNotKept() throws Exception {
    assertThat(decodeOne(0), equalTo(0L));
    long before = usedMegabytes();
    for (int i = 0; i < RECORDS; i++) {
      assertThat(decodeOne(i), equalTo((long) i));
    }
    assertThat(usedMegabytes() - before, lessThan((long) MOST_KEPT));
  }

  private long decodeOne(int i) throws MalformedException {
    String record = "{\"" + "k".repeat(MEGA) + i + "\":1,\"id\":" + i + "}";
    return decoder.decode(record.getBytes(StandardCharsets.US_ASCII)).getInt64(0);
  }

  private static long usedMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / MEGA;
  }
}
