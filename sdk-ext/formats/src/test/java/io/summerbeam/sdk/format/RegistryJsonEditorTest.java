package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.join;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RegistryJsonEditorTest {

  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},"
          + "\"b\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"a\"]}";

  private final MemoryRegistry registry = new MemoryRegistry();
  private final PayloadEditor editor = JsonFormat.of().withRegistry(registry).editor();

  private static byte[] framed(int id, String json) {
    return join(
        ByteBuffer.allocate(5).putInt(1, id).array(), json.getBytes(StandardCharsets.UTF_8));
  }

  private int add(String schema) {
    return registry.add("any", RegistrySchema.of(SchemaKind.JSON, schema));
  }

  @Test
  public void object_isEditedBehindTheIdItHas() throws Exception {
    int id = add(SCHEMA);
    for (int i = 0; i < 2; i++) {
      assertThat(
          editor.edit(framed(id, "{ \"a\" :\"far\",\"c\":1.50 }"), FieldEdit.of("\"far\"", "300")),
          equalTo(framed(id, "{ \"a\" :300,\"c\":1.50 }")));
    }
    assertThat(registry.asked, equalTo(1));
    assertThat(editor.format(), equalTo("json-registry"));
  }

  @Test
  public void objectThatDoesNotFitItsSchema_isRefusedWithoutItsData() {
    int id = add(SCHEMA);
    assertThat(
        FieldEdit.none().refusal(editor, framed(id, "{\"a\":\"secret\"}")),
        allOf(
            startsWith("its payload cannot be edited: field 'a' must be"),
            not(containsString("secret"))));
    assertThat(
        FieldEdit.none().refusal(editor, framed(7, "{}")),
        equalTo("its payload cannot be edited: the registry has no schema of the id 7"));
    assertThat(
        FieldEdit.none().refusal(editor, new byte[] {'{', '}'}),
        startsWith("its payload cannot be edited: the record must start with a registry's header"));
    int both =
        add("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"integer\",\"string\"]}}}");
    assertThat(
        FieldEdit.none().refusal(editor, framed(both, "{}")),
        allOf(
            startsWith("its schema (id " + both + "), line 1, column "),
            containsString("'a' must be of one type"),
            endsWith(" To edit it unchecked, leave out the registry.")));
  }

  @Test
  public void timeThatIsFinerThanThoseOfRows_isNoHindrance() throws Exception {
    int id =
        add(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},"
                + "\"at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
                + "\"all\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"string\",\"format\":\"date-time\"}}}}");
    for (String time :
        List.of(
            "\"2001-01-31T00:00:00.000001Z\"",
            "\"2001-01-31T00:00:00.123456789+01:00\"",
            "\"2001-01-31T00:00:00Z\"",
            "null")) {
      String rest = ",\"at\":" + time + ",\"all\":[\"2001-01-31T00:00:00.0000001Z\"]}";
      assertThat(
          editor.edit(framed(id, "{\"a\":\"far\"" + rest), FieldEdit.of("\"far\"", "300")),
          equalTo(framed(id, "{\"a\":300" + rest)));
    }
    String mustBe = " must be an ISO 8601 time with its offset, to the nanosecond, but is ";
    Map.of(
            "{\"at\":\"2001-01-31T00:00:00\"}", "'at'" + mustBe + "another text",
            "{\"at\":7}", "'at'" + mustBe + "a number",
            "{\"at\":{\"b\":[1]},\"a\":1}", "'at'" + mustBe + "an object",
            "{\"all\":[null]}", "'all[*]'" + mustBe + "null")
        .forEach(
            (json, refusal) ->
                assertThat(
                    FieldEdit.none().refusal(editor, framed(id, json)),
                    equalTo("its payload cannot be edited: field " + refusal)));
  }

  @Test
  public void registryThatDoesNotAnswer_isNoFaultOfThePayload() {
    int id = add(SCHEMA);
    registry.silent = true;
    assertThat(
        assertThrows(
                IOException.class, () -> editor.edit(framed(id, "{\"a\":1}"), FieldEdit.none()))
            .getMessage(),
        equalTo("the registry is silent"));
  }

  @Test
  public void objectWithoutId_isEditedAsItStands() throws Exception {
    PayloadEditor plain = JsonFormat.of().editor();
    assertThat(
        plain.edit("{\"a\":1}".getBytes(StandardCharsets.UTF_8), FieldEdit.of("1", "[]")),
        equalTo("{\"a\":[]}".getBytes(StandardCharsets.UTF_8)));
    assertThat(plain.format(), equalTo("json"));
  }
}
