package io.summerbeam.io.redis;

import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.KeyTemplate;
import io.summerbeam.sdk.lookup.LookupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.Test;

/** Whether keys that are not one stay so in Redis. */
public class RedisKeysTest {

  private static final Schema KEY =
      Schema.builder().addStringField("a").addStringField("b").addStringField("c").build();

  /** Of the three fields together. */
  private static final int LONGEST_TEXT = 4;

  private static final int LONGEST_SEPARATOR = 3;

  @Test
  public void write_ofAllKeysThatMakeOneText_exactlyOneIsWritten() {
    List<String> separators = words(LONGEST_SEPARATOR);
    separators.remove("");
    for (String first : separators) {
      for (String second : separators) {
        check(first, second);
      }
    }
  }

  private static void check(String first, String second) {
    String template = "k{a}" + first + "{b}" + second + "{c}:";
    RedisKeys keys = new RedisKeys("Test", KeyTemplate.parse(template, "test()"), KEY);
    Map<String, Integer> written = new HashMap<>();
    for (String word : words(LONGEST_TEXT)) {
      for (int i = 0; i <= word.length(); i++) {
        for (int j = i; j <= word.length(); j++) {
          String a = word.substring(0, i);
          String b = word.substring(i, j);
          String c = word.substring(j);
          String text = "k" + a + first + b + second + c + ":";
          written.merge(text, isWritten(keys, row(KEY, a, b, c), text) ? 1 : 0, Integer::sum);
        }
      }
    }
    // A key that is refused makes the text of one that is as long and is not.
    written.values().removeIf(times -> times == 1);
    assertThat(template, written, anEmptyMap());
  }

  private static boolean isWritten(RedisKeys keys, Row key, String text) {
    try {
      assertThat(new String(keys.write(key), UTF_8), equalTo(text));
      return true;
    } catch (LookupException refused) {
      return false;
    }
  }

  @Test
  public void write_fieldThatBeginsAtItsEndWhatStandsBehindIt_isRefused() throws Exception {
    Schema schema = Schema.builder().addStringField("shop").addStringField("sku").build();
    RedisKeys keys =
        new RedisKeys("RedisLookup", KeyTemplate.parse("{shop}::{sku}", "test()"), schema);
    LookupException e =
        assertThrows(LookupException.class, () -> keys.write(row(schema, "a:", "b")));
    assertThat(
        e.getMessage(),
        equalTo(
            "RedisLookup: the key's field 'shop' has in it, or begins at its end, what stands"
                + " behind it in the template, so another key would be the same: {shop}::{sku}"));
    assertThat(e.isRetryable(), equalTo(false));
    assertThat(new String(keys.write(row(schema, "a", ":b")), UTF_8), equalTo("a:::b"));
  }

  /** All texts of two letters, the shortest first. */
  private static List<String> words(int longest) {
    List<String> words = new ArrayList<>();
    words.add("");
    for (int i = 0; words.get(i).length() < longest; i++) {
      words.add(words.get(i) + "a");
      words.add(words.get(i) + ":");
    }
    return words;
  }
}
