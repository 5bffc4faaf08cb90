package io.summerbeam.samples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.Test;

public class ReadmeTest {

  @Test
  public void example_isTheOneThatCompiles() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    String source =
        Files.readString(Path.of("src/test/java/io/summerbeam/samples/ReadmeExample.java"));

    assertThat(
        words(between(readme, "```java", "```")),
        equalTo(words(between(source, "// begin", "// end"))));
  }

  @Test
  public void example_builds() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    ReadmeExample.build(pipeline);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
