package io.summerbeam.contract.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * Payloads that are almost records, of every format, through decoding and {@code Validate}, in a
 * JVM with a small heap: no crash, no hang, and each is a row or one dead letter.
 *
 * <p>{@code -Dsummerbeam.fuzz.payloads=1000000} takes more of them, {@code -Dsummerbeam.fuzz.seed}
 * others. What is wrong is told with its seed and number, and its payload is kept in {@code
 * target/fuzz}.
 */
public class FuzzTest {

  private static final int HEAP_MEGABYTES = 160;
  private static final String PAYLOADS = System.getProperty("summerbeam.fuzz.payloads", "50000");
  private static final String SEED = System.getProperty("summerbeam.fuzz.seed", "1");
  private static final long MINUTES = 15;

  private static final Pattern TOTAL =
      Pattern.compile(
          "^payloads=(\\d+) seed=.* \\{expectation_failed=(\\d+), malformed=(\\d+), row=(\\d+)}",
          Pattern.MULTILINE);

  @Test
  public void payloads_areRowsOrDeadLetters() throws Exception {
    Path failures = Path.of("target/fuzz");
    Files.createDirectories(failures);
    Path out = failures.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FuzzMain.class.getName(),
                PAYLOADS,
                SEED,
                failures.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("It did not end within " + MINUTES + " minutes.");
    }
    String text = Files.readString(out);
    assertThat(text, process.exitValue(), equalTo(0));
    Matcher total = TOTAL.matcher(text);
    // No other outcome than these three: a step that throws would be one.
    assertThat(text, total.find());
    int sum = 0;
    for (int i = 2; i <= 4; i++) {
      int count = Integer.parseInt(total.group(i));
      assertThat(text, count > 0);
      sum += count;
    }
    assertThat(sum, equalTo(Integer.parseInt(total.group(1))));
    for (Lane lane : Lanes.all()) {
      assertThat(text, containsString(lane.name() + " payloads="));
    }
    assertThat(text, not(containsString(Events.SECRET)));
  }
}
