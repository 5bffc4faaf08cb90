package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** The policies that are shown are policies, and all that there is is shown. */
public class DocumentationTest {

  private static final Path PAGE = Path.of("../docs/masking.md");
  private static final Pattern POLICY =
      Pattern.compile("```yaml\\R(version: .*?)```", Pattern.DOTALL);

  @Test
  public void policies_areRight() throws IOException {
    for (Path page : List.of(PAGE, Path.of("../README.md"))) {
      Matcher policy = POLICY.matcher(Files.readString(page));
      int found = 0;
      while (policy.find()) {
        found++;
        assertThat(MaskPolicy.parse(policy.group(1)).explain(), containsString("REVERSIBLE"));
      }
      assertThat(page.toString(), found, equalTo(1));
    }
  }

  @Test
  public void techniques_areAllThere() throws IOException {
    String page = Files.readString(PAGE);
    for (String name : Techniques.names()) {
      assertThat(page, containsString("`" + name + "`"));
    }
  }
}
