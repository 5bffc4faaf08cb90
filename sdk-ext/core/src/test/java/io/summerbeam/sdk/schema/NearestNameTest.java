package io.summerbeam.sdk.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import org.junit.Test;

public class NearestNameTest {

  private static final List<String> NAMES = List.of("distance", "delay", "date");

  @Test
  public void hint_nearName_asksForIt() {
    assertThat(NearestName.hint("distanse", NAMES), equalTo(". Did you mean 'distance'?"));
  }

  @Test
  public void hint_otherCase_asksForIt() {
    assertThat(NearestName.hint("DELAY", NAMES), equalTo(". Did you mean 'delay'?"));
  }

  @Test
  public void hint_swappedLetters_asksForIt() {
    assertThat(NearestName.hint("daet", NAMES), equalTo(". Did you mean 'date'?"));
  }

  @Test
  public void hint_nothingNear_isAFullStop() {
    assertThat(NearestName.hint("passenger", NAMES), equalTo("."));
  }
}
