package io.summerbeam.samples;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class DeadLettersExampleTest {

  @Test
  public void example_isTheOneThatCompiles() throws Exception {
    String javadoc =
        Files.readString(
            Path.of("../sdk-ext/core/src/main/java/io/summerbeam/sdk/failure/DeadLetters.java"));
    String source =
        Files.readString(Path.of("src/test/java/io/summerbeam/samples/DeadLettersExample.java"));

    assertThat(
        words(between(javadoc, "<pre>{@code", "}</pre>").replaceAll("(?m)^ *\\*", "")),
        equalTo(words(between(source, "// begin", "// end"))));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
