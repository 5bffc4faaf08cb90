package io.summerbeam.transforms.mask.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.Test;

public class TextTableTest {

  @Test
  public void text_columnsAreAsWideAsTheyMustBe() {
    TextTable table = new TextTable();
    table.row("a", "bb", "c");
    table.row("aaa", "", "");
    table.row("🦊🦊", "b", "c");
    assertThat(table.text(), equalTo("a    bb  c\naaa\n🦊🦊   b   c\n"));
  }

  @Test
  public void text_ofNothing_isEmpty() {
    assertThat(new TextTable().text(), equalTo(""));
  }
}
