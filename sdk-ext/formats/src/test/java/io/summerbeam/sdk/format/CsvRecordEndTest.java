package io.summerbeam.sdk.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class CsvRecordEndTest {

  /** The texts between the line feeds that end records; what is left stands last. */
  private static List<String> records(String text, char delimiter) {
    CsvRecordEnd end = new CsvRecordEnd(delimiter);
    List<String> records = new ArrayList<>();
    int start = 0;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (end.isEnd(bytes[i])) {
        records.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
        end.reset();
      }
    }
    records.add(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
    return records;
  }

  @Test
  public void lineFeed_endsARecordOutsideOfQuotesOnly() {
    assertThat(records("a,b\nc", ','), equalTo(List.of("a,b", "c")));
    assertThat(records("\"a\nb\",\"c\"\nd\n", ','), equalTo(List.of("\"a\nb\",\"c\"", "d", "")));
    assertThat(records("\"a\"\"\nb\"\nc", ','), equalTo(List.of("\"a\"\"\nb\"", "c")));
    assertThat(records("a;\"\n\"\nb", ';'), equalTo(List.of("a;\"\n\"", "b")));
  }

  @Test
  public void quoteInsideAField_isData() {
    assertThat(records("a\"b\nc", ','), equalTo(List.of("a\"b", "c")));
    assertThat(records("a,\"b\nc", ';'), equalTo(List.of("a,\"b", "c")));
    assertThat(records(" \"a\nb", ','), equalTo(List.of(" \"a", "b")));
  }

  @Test
  public void textBehindAClosingQuote_endsWithTheLine() {
    assertThat(records("\"a\"x\"\nb", ','), equalTo(List.of("\"a\"x\"", "b")));
  }

  @Test
  public void openQuote_takesAllThatFollows() {
    assertThat(records("a,\"b\nc\nd", ','), equalTo(List.of("a,\"b\nc\nd")));
  }
}
