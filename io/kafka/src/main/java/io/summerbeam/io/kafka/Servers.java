package io.summerbeam.io.kafka;

import java.util.regex.Pattern;

/** The rules for addresses. What breaks them is not shown: it may have a password in it. */
final class Servers {

  private static final String SERVER = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):[0-9]{1,5}";
  private static final Pattern SERVERS =
      Pattern.compile("\\s*" + SERVER + "\\s*(?:,\\s*" + SERVER + "\\s*)*");
  private static final Pattern TOKEN_URL = Pattern.compile("https?://[^\\s@]+");

  private Servers() {}

  static String check(String bootstrapServers) {
    if (!SERVERS.matcher(bootstrapServers).matches()) {
      throw new IllegalArgumentException(
          "KafkaConnection.to() must be given host:port, or several with commas between them. (The"
              + " text is not shown here because it may have a password in it. Give that with"
              + " withScram() or withPlain().)");
    }
    return bootstrapServers.replaceAll("\\s", "");
  }

  static String checkTokenUrl(String url) {
    if (!TOKEN_URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "withOAuthBearer() must be given the URL of the server of tokens, https://..., without a"
              + " user in it. (It is not shown here because it may have a password in it.)");
    }
    return url;
  }
}
