package io.summerbeam.sdk.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.PayloadEditor;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class TextEditorTest {

  private static String edited(PayloadEditor editor, String payload, FieldEdit edit)
      throws Exception {
    return new String(editor.edit(payload.getBytes(UTF_8), edit), UTF_8);
  }

  @Test
  public void columns_areTextsWhateverIsInThem() throws Exception {
    PayloadEditor csv = SerializableUtils.clone(CsvFormat.of().editor("id", "distance", "name"));
    assertThat(
        edited(csv, "1,far,\"a, b\"", FieldEdit.of("distance", "300")), equalTo("1,300,\"a, b\""));
    assertThat(edited(csv, "1,far,x", FieldEdit.of("distance", null)), equalTo("1,,x"));
    for (String same : List.of("1,,x", "1,\"\",x", ",,", "\"a\nb\",\"\"\"\",\"ü\"")) {
      String expected = same.replace("\"ü\"", "ü");
      assertThat(edited(csv, same, FieldEdit.none()), equalTo(expected));
    }
    assertThat(
        edited(CsvFormat.of().withDelimiter(';').editor("a", "b"), "1;2", FieldEdit.of("b", "x;y")),
        equalTo("1;\"x;y\""));
    assertThat(csv.format(), equalTo("csv"));
  }

  @Test
  public void recordOfOtherColumns_isRefused() {
    PayloadEditor csv = CsvFormat.of().editor("id", "distance");
    assertThat(
        FieldEdit.none().refusal(csv, "1,secret,x".getBytes(UTF_8)),
        equalTo(
            "its payload cannot be edited: the record must have 2 columns, one for each field that"
                + " is named, but has 3"));
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.of().editor());
    assertThrows(IllegalArgumentException.class, () -> CsvFormat.of().editor("a", "a"));
  }

  @Test
  public void text_isOneField() throws Exception {
    PayloadEditor text = StringFormat.of().editor();
    assertThat(edited(text, "secret", FieldEdit.of("text", "ü")), equalTo("ü"));
    assertThat(
        FieldEdit.of("text", null).refusal(text, new byte[0]),
        equalTo("its payload cannot be edited: field 'text' is the record, but is null"));
    assertThat(text.format(), equalTo("text"));
  }
}
