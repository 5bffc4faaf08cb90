package io.summerbeam.transforms.mask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.summerbeam.sdk.schema.FieldPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the subject in JSON of which no schema is known. */
final class JsonSubject {

  private JsonSubject() {}

  /** The text or whole number the path leads to; null if there is none, or not exactly one. */
  static @Nullable String find(byte[] json, FieldPath path) {
    List<String> found = new ArrayList<>();
    try (JsonParser in = JsonMask.JSON.createParser(json)) {
      if (in.nextToken() != null) {
        find(in, path.steps(), 0, found);
      }
    } catch (IOException e) {
      // Malformed: nobody knows whose it is.
      return null;
    }
    return found.size() == 1 && !found.get(0).isEmpty() ? found.get(0) : null;
  }

  private static void find(JsonParser in, List<FieldPath.Step> steps, int taken, List<String> found)
      throws IOException {
    JsonToken token = in.currentToken();
    if (taken == steps.size()) {
      boolean subject = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
      found.add(subject ? in.getText() : "");
      in.skipChildren();
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      FieldPath.Name name = new FieldPath.Name(in.currentName());
      in.nextToken();
      if (steps.get(taken).equals(name)) {
        find(in, steps, taken + 1, found);
      } else {
        in.skipChildren();
      }
    }
  }
}
