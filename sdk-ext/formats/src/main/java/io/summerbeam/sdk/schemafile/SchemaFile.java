package io.summerbeam.sdk.schemafile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.schemas.Schema;

/**
 * Reads the schema of Rows from a file: Avro ({@code .avsc}) or JSON Schema. Which of them it is
 * shows in the file: the type of an Avro schema is {@code record}.
 *
 * <p>It describes records of JSON or CSV, so that what counts is what their text looks like: times
 * are ISO 8601 and not numbers, decimals are numbers and not bytes. What can be absent or null is
 * nullable. What a schema asks of values beyond their types (lengths, ranges, patterns, symbols,
 * defaults) is not looked at: that is what expectations are for.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Row</th><th>Avro</th><th>JSON Schema</th></tr>
 * <tr><td>BOOLEAN</td><td>boolean</td><td>boolean</td></tr>
 * <tr><td>INT32</td><td>int</td><td>integer, format int32</td></tr>
 * <tr><td>INT64</td><td>long</td><td>integer</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>float, double</td><td>number, format float or double</td></tr>
 * <tr><td>DECIMAL</td><td>decimal</td><td>number</td></tr>
 * <tr><td>STRING</td><td>string, enum, uuid</td><td>string</td></tr>
 * <tr><td>BYTES</td><td>bytes, fixed</td>
 *     <td>string, contentEncoding base64 or format byte</td></tr>
 * <tr><td>DATETIME</td><td>timestamp-millis</td><td>string, format date-time</td></tr>
 * <tr><td>MicrosInstant</td><td>timestamp-micros</td><td></td></tr>
 * <tr><td>SqlTypes.DATE</td><td>date</td><td>string, format date</td></tr>
 * <tr><td>SqlTypes.TIME</td><td>time-millis, time-micros</td><td></td></tr>
 * <tr><td>SqlTypes.DATETIME</td><td>local-timestamp-millis, local-timestamp-micros</td>
 *     <td></td></tr>
 * <tr><td>ROW</td><td>record</td><td>object with properties</td></tr>
 * <tr><td>ARRAY</td><td>array</td><td>array with items</td></tr>
 * <tr><td>MAP</td><td>map</td><td>object with additionalProperties only</td></tr>
 * <tr><td>nullable</td><td>union with null</td>
 *     <td>not required; type null; nullable; anyOf or oneOf with null</td></tr>
 * </table>
 *
 * <p>References to named types, and {@code $ref} within the file, are followed. A value that can be
 * of several types, and a type that holds itself, have no form in a Row and are refused.
 *
 * <p><b>Tags.</b> Properties that the language does not know, such as {@code "pii": "email"}, are
 * options of the field: of its type, too, and of the elements of an array or the values of a map.
 * They are texts, booleans, numbers or lists of texts. Any other value (an object, an empty or a
 * mixed list) is an option of the type BYTES that is empty: that the property is there is known,
 * its value is not, and a policy that has it for a tag refuses it. Descriptions become those of the
 * fields.
 *
 * <p><b>Errors.</b> An {@link IllegalArgumentException} that names the file, the line where it is
 * known, the field and the rule.
 */
public final class SchemaFile {

  // Somebody names the data in the place of their schema.
  private static final int MAX_BYTES = 16 << 20;

  private SchemaFile() {}

  /**
   * Reads a schema.
   *
   * @param file a path, on any file system that Beam knows
   * @throws IllegalArgumentException if there is no such file, or no schema of Rows in it
   */
  public static Schema read(String file) {
    return parse(text(bytes(file), file), file);
  }

  /**
   * Reads a schema that is here already: one of a registry, one of the program's resources.
   *
   * @param text the schema
   * @param file what it is called in messages
   * @throws IllegalArgumentException if it is no schema of Rows
   */
  public static Schema parse(String text, String file) {
    return schemaOf(text, file, true);
  }

  /**
   * Reads the schema that records of Avro were written with. Its defaults need not fit: of a
   * writer's schema none is ever used.
   *
   * @param text the schema
   * @param file what it is called in messages
   * @throws IllegalArgumentException if it is no schema of Rows
   */
  public static Schema parseWriter(String text, String file) {
    return schemaOf(text, file, false);
  }

  private static Schema schemaOf(String text, String file, boolean checksDefaults) {
    Json root = Json.parse(text, file);
    if (!root.isObject()) {
      throw root.refused("a schema of records is a JSON object");
    }
    Json type = root.get("type");
    return type != null && type.isText("record")
        ? new AvroSchema(root).read(text, checksDefaults)
        : new JsonSchema(root).read();
  }

  private static byte[] bytes(String file) {
    try (InputStream in =
        Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(file, false)))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            file + ": a schema has at most " + MAX_BYTES + " bytes. Are these the data?");
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": the schema cannot be read (" + e.getClass().getSimpleName() + ").", e);
    }
  }

  private static String text(byte[] bytes, String file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": the schema is not UTF-8.", e);
    }
  }
}
