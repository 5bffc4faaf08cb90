package io.summerbeam.io.redis;

import io.summerbeam.sdk.lookup.KeyTemplate;
import io.summerbeam.sdk.lookup.LookupException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Writes keys as Redis has them. */
final class RedisKeys {

  private final String where;
  private final KeyTemplate template;
  private final int[] indexes;

  RedisKeys(String where, KeyTemplate template, Schema keySchema) {
    this.where = where;
    this.template = template;
    this.indexes = template.indexes(keySchema, where + ".withKeyTemplate()");
  }

  byte[] write(Row key) throws LookupException {
    String text = template.fill(key, indexes, this::check);
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] written = new byte[bytes.remaining()];
      bytes.get(written);
      return written;
    } catch (CharacterCodingException e) {
      throw LookupException.permanent(
          where + ": a key has half of a surrogate pair in it, which UTF-8 has no form for.", null);
    }
  }

  /**
   * Two keys must never be one: a:b and c, a and b:c. What stands behind a field must be found at
   * its end first: then there is one way to read a key, from left to right. One that begins in the
   * field ends before the right one does, so what follows that does not matter; but it need not end
   * in the field, as in a: and ::.
   */
  private String check(String text, int field) throws LookupException {
    boolean last = field == indexes.length - 1;
    String behind = template.literals().get(field + 1);
    if (!last && (text + behind).indexOf(behind) < text.length()) {
      throw LookupException.permanent(
          where
              + ": the key's field '"
              + template.fields().get(field)
              + "' has in it, or begins at its end, what stands behind it in the template, so"
              + " another key would be the same: "
              + template,
          null);
    }
    return text;
  }
}
