package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A header with a secret.
 *
 * @param before what stands before the secret
 * @param basic whether all of it is Base64
 */
record Credentials(String header, String before, boolean basic, KeySource secret)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** The header's value; the secret is read now. */
  String value() throws LookupException {
    String text;
    try {
      text = secret.readText();
    } catch (IllegalStateException e) {
      throw LookupException.permanent("HttpLookup: there is no secret. " + e.getMessage(), null);
    }
    if (basic) {
      byte[] pair = (before + text).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    // The client would quote what it refuses.
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw LookupException.permanent(
          "HttpLookup: the secret must be printable ASCII to be a header: " + secret, null);
    }
    return before + text;
  }
}
