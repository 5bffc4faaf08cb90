package io.summerbeam.io.kafka;

import java.util.Locale;
import java.util.Map;

/** The options of Kafka's clients that are not the user's, and why. */
final class OwnedOptions {

  private static final String FORMAT =
      "Records are bytes to the client; withFormat() says what they are.";
  private static final String LOGIN =
      "It is made of a user and a password on the worker. Use withScram(), withPlain(),"
          + " withOAuthBearer() or withMskIam().";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("bootstrap.servers", "Give them to KafkaConnection.to()."),
          Map.entry("key.deserializer", FORMAT),
          Map.entry("value.deserializer", FORMAT),
          Map.entry("key.serializer", FORMAT),
          Map.entry("value.serializer", FORMAT),
          Map.entry(
              "enable.auto.commit",
              "Offsets are committed when what was read has been processed: use withGroup() of the"
                  + " read."),
          Map.entry("group.id", "Use withGroup() of the read."),
          Map.entry(
              "auto.offset.reset",
              "Use withStart() of the read; offsets that are gone later fail the job, so that no"
                  + " record is passed over silently."),
          Map.entry(
              "isolation.level",
              "Committed records are read unless withUncommitted() of the read says otherwise."),
          Map.entry(
              "acks",
              "What is written is confirmed by all replicas, so that no record is lost with one."),
          Map.entry("transactional.id", "Use exactlyOnce() of the write."),
          Map.entry("sasl.jaas.config", LOGIN));

  private OwnedOptions() {}

  static void check(String setting, String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException(
          setting + "() must be given the name of an option, but was: '" + key + "'");
    }
    String reason = REASONS.get(key);
    if (reason == null && key.startsWith("sasl.jaas.config")) {
      reason = LOGIN;
    }
    if (reason != null) {
      throw new IllegalArgumentException(setting + "() must not be given '" + key + "'. " + reason);
    }
  }

  static void checkNoSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.contains("password")
        || name.contains("secret")
        || name.equals("ssl.keystore.key")
        || name.endsWith("basic.auth.user.info")) {
      throw new IllegalArgumentException(
          "withConfig() must not be given '"
              + key
              + "', which is a secret. Give it by reference with withSecret().");
    }
  }
}
