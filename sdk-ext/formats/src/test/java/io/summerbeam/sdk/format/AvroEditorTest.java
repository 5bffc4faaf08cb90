package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.bytes;
import static io.summerbeam.sdk.format.AvroRecords.field;
import static io.summerbeam.sdk.format.AvroRecords.join;
import static io.summerbeam.sdk.format.AvroRecords.record;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class AvroEditorTest {

  private static final String ORDER =
      record(
          field("id", "\"long\""),
          field("name", "[\"null\",\"string\"]"),
          field("day", "{\"type\":\"int\",\"logicalType\":\"date\"}"),
          field("more", "\"string\"", "\"default\":\"x\""));

  private static final String OTHER = record(field("id", "\"int\""));

  private final MemoryRegistry registry = new MemoryRegistry();
  private final PayloadEditor registered = AvroFormat.of().withRegistry(registry).editor();

  @Test
  public void recordOfARegistry_staysUnderTheIdItHas() throws Exception {
    byte[] other = framed(OTHER, bytes(OTHER, 1));
    byte[] order = framed(ORDER, bytes(ORDER, 5L, "a", 3, "y"));
    for (int i = 0; i < 2; i++) {
      assertThat(
          registered.edit(order, FieldEdit.of("id", 6L)),
          equalTo(framed(ORDER, bytes(ORDER, 6L, "a", 3, "y"))));
      assertThat(
          registered.edit(other, FieldEdit.of("id", 7)), equalTo(framed(OTHER, bytes(OTHER, 7))));
    }
    assertThat(
        registered.edit(order, FieldEdit.of("name", null)),
        equalTo(framed(ORDER, bytes(ORDER, 5L, null, 3, "y"))));
    assertThat(
        registered.edit(order, FieldEdit.of("day", LocalDate.parse("1970-01-02"))),
        equalTo(framed(ORDER, bytes(ORDER, 5L, "a", 1, "y"))));
    assertThat("each schema is asked for once", registry.asked, equalTo(2));
    assertThat("none is registered", registry.all().size(), equalTo(2));
    assertThat(registered.format(), equalTo("avro-registry"));
  }

  @Test
  public void schemaWithReferences_isReadBehindThem() throws Exception {
    RegistrySchema schema =
        avro(record(field("inner", "\"io.Inner\""), field("a", "\"int\"")))
            .withReferences(
                List.of(
                    SchemaReference.of(
                        "io.Inner",
                        "inner",
                        1,
                        "{\"type\":\"record\",\"name\":\"io.Inner\",\"fields\":["
                            + field("n", "\"int\"")
                            + "]}")));
    byte[] header = header(registry.add("any", schema));
    assertThat(
        registered.edit(join(header, new byte[] {8, 6}), FieldEdit.of("a", 5)),
        equalTo(join(header, new byte[] {8, 10})));
  }

  @Test
  public void defaultsOfTheWriter_areNotUsed_rightOrWrong() throws Exception {
    String wrong = record(field("id", "\"int\""), field("name", "\"string\"", "\"default\":7"));
    String right = record(field("id", "\"int\""), field("name", "\"string\""));
    assertThat(
        registered.edit(framed(wrong, bytes(right, 5, "a")), FieldEdit.of("name", "b")),
        equalTo(framed(wrong, bytes(right, 5, "b"))));
  }

  @Test
  public void recordThatIsNotChanged_keepsItsBytes() throws Exception {
    RandomAvro random = new RandomAvro(new Random(10));
    for (int i = 0; i < 100; i++) {
      Schema avro = random.record();
      PayloadEditor editor = AvroFormat.of().withWriterSchema(avro.toString()).editor();
      for (int k = 0; k < 5; k++) {
        byte[] bytes = RandomAvro.write(avro, (IndexedRecord) random.value(avro));
        assertThat(avro.toString(), editor.edit(bytes, FieldEdit.none()), equalTo(bytes));
      }
    }
  }

  @Test
  public void recordsWithoutRegistry_areReadByTheSchemaThatIsGiven() throws Exception {
    AvroFormat format = AvroFormat.of().withWriterSchema(ORDER);
    byte[] plain = bytes(ORDER, 5L, "a", 3, "y");
    byte[] edited = bytes(ORDER, 6L, "a", 3, "y");
    PayloadEditor editor = SerializableUtils.clone(format.editor());
    assertThat(editor.edit(plain, FieldEdit.of("id", 6L)), equalTo(edited));
    assertThat(editor.format(), equalTo("avro"));

    PayloadEditor single = format.singleObject().editor();
    byte[] header = AvroSingleObject.header(new Schema.Parser().parse(ORDER));
    assertThat(
        single.edit(join(header, plain), FieldEdit.of("id", 6L)), equalTo(join(header, edited)));
    assertThat(single.format(), equalTo("avro-single-object"));
    byte[] stranger = join(new byte[] {(byte) 0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0}, plain);
    assertThat(
        FieldEdit.none().refusal(single, stranger),
        equalTo(
            "its payload cannot be edited: the writer's schema (fingerprint 0000000000000000) is"
                + " none of the 1 known"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> AvroFormat.of().editor()).getMessage(),
        containsString("must be known: say withWriterSchema()"));
  }

  @Test
  public void whatCannotBeReadOrWritten_isRefusedWithoutItsData() {
    FieldEdit none = FieldEdit.none();
    assertThat(
        none.refusal(registered, header(7)),
        equalTo("its payload cannot be edited: the registry has no schema of the id 7"));
    assertThat(
        none.refusal(registered, new byte[] {'{', '}'}),
        startsWith("its payload cannot be edited: the record must start with a registry's header"));
    byte[] order = framed(ORDER, bytes(ORDER, 5L, "secret", 3, "y"));
    assertThat(
        none.refusal(registered, Arrays.copyOf(order, order.length - 3)),
        startsWith("its payload cannot be edited: the record is cut off"));
    assertThat(
        FieldEdit.of("day", LocalDate.MAX).refusal(registered, order),
        equalTo(
            "its payload cannot be edited: field 'day' is a time that is finer than the writer's"
                + " schema, or beyond it"));
    assertThat(
        none.refusal(registered, framed(record(field("a", "[\"int\",\"string\"]")), new byte[2])),
        allOf(
            startsWith("its writer's schema (id 101), line 1, column "),
            endsWith("'a' must be of one type, or of one and null, but is of [int, string].")));
    assertThat(
        none.refusal(registered, framed("{\"type\":\"recor", new byte[0])),
        equalTo(
            "its writer's schema (id 102) has no form in a Row: it is none that Avro can read"));
  }

  @Test
  public void registryThatDoesNotAnswer_isNoFaultOfThePayload() throws Exception {
    byte[] order = framed(ORDER, bytes(ORDER, 5L, "a", 3, "y"));
    registry.silent = true;
    assertThat(
        assertThrows(IOException.class, () -> registered.edit(order, FieldEdit.none()))
            .getMessage(),
        equalTo("the registry is silent"));
    registry.silent = false;
    assertThat(registered.edit(order, FieldEdit.none()), equalTo(order));
  }

  private byte[] framed(String schema, byte[] record) {
    return join(header(registry.add("any", avro(schema))), record);
  }

  private static byte[] header(int id) {
    return ByteBuffer.allocate(5).putInt(1, id).array();
  }

  private static RegistrySchema avro(String text) {
    return RegistrySchema.of(SchemaKind.AVRO, text);
  }
}
