package io.summerbeam.sdk.format;

import static io.summerbeam.sdk.format.AvroRecords.join;
import static io.summerbeam.sdk.format.ProtoExamples.ORDER;
import static io.summerbeam.sdk.format.ProtoExamples.SCALARS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.failure.UnmendableException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class ProtobufEditorTest {

  private static final Descriptor ITEM = ORDER.findFieldByName("item").getMessageType();

  private final ProtobufFormat orders = ProtoExamples.format(ORDER);

  private static byte[] order(long id, String customer) {
    return DynamicMessage.newBuilder(ORDER)
        .setField(ORDER.findFieldByName("id"), id)
        .setField(ORDER.findFieldByName("customer"), customer)
        .setField(
            ORDER.findFieldByName("item"),
            DynamicMessage.newBuilder(ITEM).setField(ITEM.findFieldByName("sku"), "x").build())
        .build()
        .toByteArray();
  }

  @Test
  public void message_isWrittenAgainWithItsHeader() throws Exception {
    FieldEdit edit = FieldEdit.of("id", 6L);
    PayloadEditor plain = SerializableUtils.clone(orders.editor());
    assertThat(plain.edit(order(5, "a"), edit), equalTo(order(6, "a")));
    assertThat(plain.format(), equalTo("protobuf"));

    PayloadEditor behindHeader = orders.withRegistryHeader().editor();
    // The second message of its file.
    byte[] header = {0, 0, 0, 1, 2, 2, 2};
    assertThat(
        behindHeader.edit(join(header, order(5, "a")), edit), equalTo(join(header, order(6, "a"))));
    assertThat(behindHeader.format(), equalTo("protobuf-registry"));
    PayloadEditor items = ProtoExamples.format(ITEM).withRegistryHeader().editor();
    byte[] item = {0x0A, 1, 'x'};
    byte[] edited = {0x0A, 1, 'y'};
    for (byte[] first : new byte[][] {{0, -1, 0, 0, 9, 0}, {0, -1, 0, 0, 9, 2, 0}}) {
      assertThat(
          items.edit(join(first, item), FieldEdit.of("sku", "y")), equalTo(join(first, edited)));
    }
  }

  @Test
  public void numberOfANewerType_isRefused_notCut() throws Exception {
    PayloadEditor editor = ProtoExamples.format(SCALARS).editor();
    FieldDescriptor.Type[] types = {
      FieldDescriptor.Type.INT32,
      FieldDescriptor.Type.UINT32,
      FieldDescriptor.Type.SINT32,
      FieldDescriptor.Type.BOOL
    };
    for (FieldDescriptor.Type type : types) {
      FieldDescriptor field =
          SCALARS.getFields().stream()
              .filter(each -> each.getType() == type && !each.isRepeated())
              .findFirst()
              .orElseThrow();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt64(field.getNumber(), 5_000_000_000L);
      out.flush();
      byte[] record = bytes.toByteArray();
      assertThrows(
          type.name(), UnmendableException.class, () -> editor.edit(record, FieldEdit.none()));
    }
  }

  @Test
  public void messageThatIsNotChanged_keepsItsBytes() throws Exception {
    Random random = new Random(18);
    PayloadEditor editor = ProtoExamples.format(SCALARS).editor();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = ProtoReference.random(SCALARS, random).toByteArray();
      assertThat(editor.edit(bytes, FieldEdit.none()), equalTo(bytes));
    }
  }

  @Test
  public void whatWouldBeLostOrWrong_isRefused() {
    FieldEdit none = FieldEdit.none();
    assertThat(
        none.refusal(orders.editor(), join(order(5, "a"), new byte[] {(byte) 0xF8, 0x0F, 1})),
        equalTo(
            "its payload cannot be edited: the record must have no fields but those of the"
                + " descriptor, but has another one"));
    assertThat(
        none.refusal(orders.editor(), new byte[] {0x08}),
        startsWith("its payload cannot be edited: the record is cut off"));
    assertThat(
        FieldEdit.of("status", "LOST").refusal(orders.editor(), order(5, "a")),
        startsWith("its payload cannot be edited: field 'status'"));
    assertThat(
        none.refusal(orders.withRegistryHeader().editor(), order(5, "a")),
        startsWith("its payload cannot be edited: the record must start with a registry's header"));
  }

  @Test
  public void idOfARegistry_mustBeKnown_whereItIsGiven() throws Exception {
    MemoryRegistry registry = new MemoryRegistry();
    PayloadEditor editor = orders.withRegistry(registry).editor();
    byte[] order = join(new byte[] {0, 0, 0, 0, 100, 2, 2}, order(5, "a"));
    assertThat(
        FieldEdit.none().refusal(editor, order),
        equalTo("its payload cannot be edited: the registry has no schema of the id 100"));
    registry.silent = true;
    assertThrows(IOException.class, () -> editor.edit(order, FieldEdit.none()));
    registry.silent = false;
    registry.add("orders-value", RegistrySchema.of(SchemaKind.PROTOBUF, "message Order {}"));
    assertThat(editor.edit(order, FieldEdit.none()), equalTo(order));
  }
}
