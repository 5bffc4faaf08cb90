package io.summerbeam.sdk.format.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Every input that a fuzzer found worth keeping is what it was then: a row, or malformed. */
@RunWith(Parameterized.class)
public class CorpusTest {

  private static final Path FOLDER = Path.of("src/test/corpus");

  @Parameters(name = "{0}")
  public static List<String> targets() {
    return Targets.names();
  }

  @Parameter public String name;

  @Test
  public void keptInputs_areRowsOrMalformed_asTheyWere() throws Exception {
    DecoderTarget target = Targets.of(name);
    List<Corpus.Kept> all = Corpus.read(Corpus.file(FOLDER, name));
    for (Corpus.Kept kept : all) {
      String input = Base64.getEncoder().encodeToString(kept.input());
      try {
        assertThat(input, target.accepts(kept.input()), equalTo(kept.row()));
        target.checkNext();
      } catch (Throwable e) {
        throw new AssertionError(input, e);
      }
    }
    assertThat(all.stream().map(Corpus.Kept::row).distinct().count(), equalTo(2L));
  }
}
