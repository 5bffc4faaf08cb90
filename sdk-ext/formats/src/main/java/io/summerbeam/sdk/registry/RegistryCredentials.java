package io.summerbeam.sdk.registry;

import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the header {@code Authorization}.
 *
 * @param user of a password; null where the secret is a token
 */
record RegistryCredentials(@Nullable String user, KeySource secret) implements Serializable {

  private static final long serialVersionUID = 1;

  /** The header's value; the secret is read now, so that one that was changed counts at once. */
  String header() throws RegistryException {
    String text;
    try {
      text = secret.readText();
    } catch (IllegalStateException e) {
      throw new RegistryException("RestRegistry: there is no secret. " + e.getMessage(), null);
    }
    if (user != null) {
      byte[] pair = (user + ":" + text).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    // The client would quote what it refuses.
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new RegistryException(
          "RestRegistry: the token must be printable ASCII to be a header: " + secret, null);
    }
    return "Bearer " + text;
  }
}
