package io.summerbeam.sdk.secret;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class KeySourceTextTest {

  private record Given(byte[] bytes) implements KeySource {

    @Override
    public byte[] read() {
      return bytes;
    }

    @Override
    public String toString() {
      return "given";
    }
  }

  private static String read(String text) {
    return new Given(text.getBytes(StandardCharsets.UTF_8)).readText();
  }

  @Test
  public void readText_lineEndBehindIt_isNoPartOfIt() {
    assertThat(read("pässword"), equalTo("pässword"));
    assertThat(read("password\n"), equalTo("password"));
    assertThat(read("password\r\n"), equalTo("password"));
    assertThat(read(" pass\nword \n\n"), equalTo(" pass\nword \n"));
    assertThat(read("password\r"), equalTo("password\r"));
  }

  @Test
  public void readText_emptyOrNoText_isRefused() {
    for (String empty : new String[] {"", "\n", "\r\n"}) {
      assertThat(
          assertThrows(IllegalStateException.class, () -> read(empty)).getMessage(),
          equalTo("given: it must not be empty."));
    }
    assertThat(
        assertThrows(
                IllegalStateException.class, () -> new Given(new byte[] {(byte) 0xff}).readText())
            .getMessage(),
        equalTo("given: it must be text in UTF-8, but is not."));
  }
}
