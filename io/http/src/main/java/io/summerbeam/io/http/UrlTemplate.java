package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.KeyTemplate;
import io.summerbeam.sdk.lookup.LookupException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A URL with fields in its path or query, which stay where they were put whatever they are. */
record UrlTemplate(KeyTemplate template) implements Serializable {

  private static final long serialVersionUID = 1;

  private static final Pattern BEFORE_FIELDS =
      Pattern.compile("https?://[^/?#@{}\\\\]+[/?].*", Pattern.DOTALL);
  private static final Pattern SERVICE = Pattern.compile("https?://[^/?#@\\\\]+(?:[/?].*)?");
  private static final String UNRESERVED = "-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  static UrlTemplate of(String template) {
    // First of all: later messages quote the template.
    if (!BEFORE_FIELDS.matcher(template).matches() || template.contains("#")) {
      throw notAUrl("HttpLookup.get()");
    }
    KeyTemplate parsed = KeyTemplate.parse(template, "HttpLookup.get()");
    parse(String.join("x", parsed.literals()), "HttpLookup.get()");
    return new UrlTemplate(parsed);
  }

  /** A URL without fields. */
  static String service(String url) {
    if (!SERVICE.matcher(url).matches() || url.contains("#")) {
      throw notAUrl("HttpLookup.post()");
    }
    parse(url, "HttpLookup.post()");
    return url;
  }

  private static void parse(String url, String method) {
    try {
      if (new URI(url).getHost() == null) {
        throw notAUrl(method);
      }
    } catch (URISyntaxException e) {
      throw notAUrl(method);
    }
  }

  private static IllegalArgumentException notAUrl(String method) {
    return new IllegalArgumentException(
        method
            + " must be given http: or https://host/path, without a user, a password and a"
            + " fragment, and with fields in the path or the query only. (The text is not shown"
            + " here because it may have a secret in it.)");
  }

  int[] indexes(Schema keySchema) {
    return template.indexes(keySchema, "HttpLookup.get()");
  }

  /** The URL of a key. */
  URI fill(Row key, int[] indexes) throws LookupException {
    String url = template.fill(key, indexes, this::encode);
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw LookupException.permanent("HttpLookup: a key makes no URL of " + template + ".", null);
    }
    // To go up the path needs no slash.
    for (String segment : uri.getRawPath().split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw LookupException.permanent(
            "HttpLookup: a key must not be a step in a path, '.' or '..': " + template, null);
      }
    }
    return uri;
  }

  private String encode(String text, int field) throws LookupException {
    if (text.isEmpty()) {
      throw LookupException.permanent(
          "HttpLookup: the key's field '"
              + template.fields().get(field)
              + "' must not be empty: that would be another resource: "
              + template,
          null);
    }
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw LookupException.permanent(
          "HttpLookup: a key has half of a surrogate pair in it, which UTF-8 has no form for.",
          null);
    }
    StringBuilder encoded = new StringBuilder();
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(int b) {
    return (b >= '0' && b <= '9')
        || (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || UNRESERVED.indexOf(b) >= 0;
  }
}
