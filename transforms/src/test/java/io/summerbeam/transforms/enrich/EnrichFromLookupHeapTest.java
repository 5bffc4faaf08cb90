package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A bundle far larger than the heap goes through a JVM of its own. */
public class EnrichFromLookupHeapTest {

  private static final int HEAP_MEGABYTES = 40;
  private static final long RECORDS = 300_000;
  private static final long MINUTES = 5;

  private static final Pattern TOLD = Pattern.compile("out=(\\d+) held=(\\d+) open=(\\d+)");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void bundleLargerThanTheHeap_isHeldInItsBounds() throws Exception {
    assertThat(RECORDS * EndlessBundleMain.PAYLOAD, greaterThan(5L * HEAP_MEGABYTES * 1024 * 1024));
    Path out = folder.newFile().toPath();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EndlessBundleMain.class.getName(),
                String.valueOf(RECORDS))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("It did not end within " + MINUTES + " minutes.");
    }

    String text = Files.readString(out);
    Matcher told = TOLD.matcher(text);
    assertThat(text, told.find());
    assertThat(Long.parseLong(told.group(1)), equalTo(RECORDS));
    assertThat(
        Long.parseLong(told.group(2)),
        allOf(greaterThan(0L), lessThanOrEqualTo((long) EndlessBundleMain.MAX_WAITING)));
    assertThat(
        Long.parseLong(told.group(3)),
        allOf(greaterThan(1L), lessThanOrEqualTo((long) EndlessBundleMain.MAX_IN_FLIGHT)));
  }
}
