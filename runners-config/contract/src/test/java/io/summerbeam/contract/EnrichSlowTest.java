package io.summerbeam.contract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.summerbeam.contract.RunnerProcess.Ended;
import io.summerbeam.contract.RunnerProcess.Runner;
import io.summerbeam.io.jdbc.JdbcLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A server that is slow, and bundles that are a whole partition, as in batch on Flink and Spark:
 * what is held and what is open stay within their bounds, and all of it goes through a small heap.
 */
public class EnrichSlowTest {

  /** Of a kilobyte and more each: several times the heap. */
  private static final long RECORDS = 400_000;

  private static final String HEAP = "-Xmx96m";
  private static final int HEAP_BYTES = 96 << 20;

  private static final Pattern TOLD =
      Pattern.compile("DONE in=(\\d+) out=(\\d+) held=(\\d+) open=(\\d+) lookups=(\\d+)");

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  @Test
  public void sourceThatAnswersLate_holdsNoMoreThanItsBounds() throws Exception {
    assertBounded("-", "-");
  }

  @Test
  public void databaseThatAnswersLate_holdsNoMoreThanItsBounds() throws Exception {
    try (PostgresServer server = new PostgresServer(FOLDER.newFolder().toPath())) {
      assertBounded(server.url(), server.password().toString());
    }
  }

  private static void assertBounded(String url, String password) throws Exception {
    assertThat(RECORDS * SlowLookupMain.PAYLOAD, greaterThan(3L * HEAP_BYTES));
    List<String> args = new ArrayList<>(List.of(String.valueOf(RECORDS), url, password));
    args.add("--runner=FlinkRunner");
    args.add("--parallelism=" + SlowLookupMain.INSTANCES);

    Ended ended =
        new RunnerProcess(Runner.FLINK)
            .withTestClasses()
            .withJarOf(JdbcLookup.class)
            .withJarOf(org.postgresql.Driver.class)
            .withJvmFlag(HEAP)
            // Of the network's buffers, which Flink counts by the heap.
            .withJvmFlag("-XX:MaxDirectMemorySize=256m")
            .run(
                FOLDER.newFolder().toPath(),
                SlowLookupMain.class.getName(),
                args.toArray(String[]::new));

    assertThat(ended.err(), ended.exitCode(), equalTo(0));
    Matcher told = TOLD.matcher(ended.out());
    assertThat(ended.out(), told.find());
    assertThat(number(told, 1), equalTo(RECORDS));
    assertThat(number(told, 2), equalTo(RECORDS));
    // One more for each instance: the record at hand.
    long mostHeld = (SlowLookupMain.MAX_WAITING + 1) * (long) SlowLookupMain.INSTANCES;
    assertThat(number(told, 3), allOf(greaterThan(0L), lessThanOrEqualTo(mostHeld)));
    long mostOpen = SlowLookupMain.MAX_IN_FLIGHT * (long) SlowLookupMain.INSTANCES;
    assertThat(number(told, 4), allOf(greaterThan(0L), lessThanOrEqualTo(mostOpen)));
    assertThat(number(told, 5), equalTo(0L));
  }

  private static long number(Matcher told, int group) {
    return Long.parseLong(told.group(group));
  }
}
