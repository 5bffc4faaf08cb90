package io.summerbeam.sdk.format.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Every input that a fuzzer found worth keeping is a row or malformed, as any payload is. */
@RunWith(Parameterized.class)
public class CorpusTest {

  private static final Path FOLDER = Path.of("src/test/corpus");

  @Parameters(name = "{0}")
  public static List<String> targets() {
    return Targets.names();
  }

  @Parameter public String name;

  @Test
  public void keptInputs_areRowsOrMalformed() throws Exception {
    DecoderTarget target = Targets.of(name);
    int rows = 0;
    int malformed = 0;
    for (byte[] input : Corpus.read(Corpus.file(FOLDER, name))) {
      try {
        if (target.accepts(input)) {
          rows++;
        } else {
          malformed++;
        }
        target.checkNext();
      } catch (Throwable e) {
        throw new AssertionError(Base64.getEncoder().encodeToString(input), e);
      }
    }
    assertThat(rows, greaterThan(0));
    assertThat(malformed, greaterThan(0));
  }
}
