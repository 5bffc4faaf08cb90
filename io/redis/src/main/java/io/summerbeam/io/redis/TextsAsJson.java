package io.summerbeam.io.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;

/**
 * Writes texts as a JSON object, so that one reader makes values of types of them all: what stands
 * in JSON without quotes is written without them.
 */
final class TextsAsJson {

  private static final JsonFactory JSON = new JsonFactory();
  // JSON's own: what is written without quotes must not be more than a number.
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final Schema schema;
  private final String where;

  TextsAsJson(Schema schema, String where) {
    this.schema = schema;
    this.where = where;
  }

  /**
   * The texts of all fields as an object.
   *
   * @param texts in the schema's order; null where there is none
   */
  byte[] object(List<byte[]> texts) throws LookupException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (int i = 0; i < texts.size(); i++) {
        byte[] text = texts.get(i);
        if (text != null) {
          write(schema.getField(i), text, out);
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write(Field field, byte[] bytes, JsonGenerator out)
      throws IOException, LookupException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(field, "is not UTF-8");
    }
    out.writeFieldName(field.getName());
    if (field.getType().getTypeName().isNumericType()) {
      if (!NUMBER.matcher(text).matches()) {
        throw malformed(field, "is no number");
      }
      out.writeNumber(text);
    } else if (field.getType().getTypeName() == Schema.TypeName.BOOLEAN) {
      if (!text.equals("true") && !text.equals("false")) {
        throw malformed(field, "is neither true nor false");
      }
      out.writeBoolean(text.equals("true"));
    } else {
      out.writeString(text);
    }
  }

  private LookupException malformed(Field field, String why) {
    return LookupException.permanent(
        where + ": a value is malformed: field '" + field.getName() + "' " + why, null);
  }
}
