package io.summerbeam.io.kafka;

import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who connects by SASL: a mechanism, and what its login module is told. */
record SaslLogin(
    String mechanism, String module, Map<String, String> options, Map<String, KeySource> secrets)
    implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String MODULES = "org.apache.kafka.common.security.";

  static SaslLogin scram(String mechanism, String setting, String user, KeySource password) {
    return ofUser(mechanism, MODULES + "scram.ScramLoginModule", setting, user, password);
  }

  static SaslLogin plain(String user, KeySource password) {
    return ofUser("PLAIN", MODULES + "plain.PlainLoginModule", "withPlain()", user, password);
  }

  private static SaslLogin ofUser(
      String mechanism, String module, String setting, String user, KeySource password) {
    requireName(setting, "a user", user);
    return new SaslLogin(
        mechanism, module, Map.of("username", user), Map.of("password", password));
  }

  static SaslLogin oauthBearer(String clientId, KeySource clientSecret, @Nullable String scope) {
    requireName("withOAuthBearer()", "a client's id", clientId);
    return new SaslLogin(
        "OAUTHBEARER",
        MODULES + "oauthbearer.OAuthBearerLoginModule",
        scope == null ? Map.of("clientId", clientId) : Map.of("clientId", clientId, "scope", scope),
        Map.of("clientSecret", clientSecret));
  }

  static SaslLogin mskIam() {
    return new SaslLogin(
        "AWS_MSK_IAM", "software.amazon.msk.auth.iam.IAMLoginModule", Map.of(), Map.of());
  }

  /** The login as Kafka's clients are told it; the secrets are read now. */
  String jaas() {
    Map<String, String> all = new TreeMap<>(options);
    secrets.forEach((name, secret) -> all.put(name, secret.readText()));
    StringBuilder text = new StringBuilder(module).append(" required");
    all.forEach((name, value) -> text.append(' ').append(name).append('=').append(quoted(value)));
    return text.append(';').toString();
  }

  // As Java's StreamTokenizer reads it.
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
    return text.append('"').toString();
  }

  private static void requireName(String setting, String what, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(setting + " must be given " + what + ", but was: ''");
    }
  }

  /** The mechanism only. */
  @Override
  public String toString() {
    return mechanism;
  }
}
