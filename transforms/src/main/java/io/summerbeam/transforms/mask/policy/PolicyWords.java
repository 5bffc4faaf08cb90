package io.summerbeam.transforms.mask.policy;

import io.summerbeam.transforms.mask.MaskRule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Says in the words of a policy what the rules say in those of Java: the rule or the setting that a
 * message begins with, and the remedy it ends with. What is between, where the names of users are,
 * stays as it is.
 */
final class PolicyWords {

  /** Techniques with other names in Java. */
  private static final Map<String, String> TECHNIQUES = new LinkedHashMap<>();

  /** What a message begins with, behind its rule if it names one. */
  private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

  /** What a message ends with that begins with one of {@link #BEGINNINGS}. */
  private static final Map<String, String> ENDS = new LinkedHashMap<>();

  static {
    for (String technique :
        new String[] {"keepFirst", "keepLast", "maskPattern", "preserveFormat", "shiftDays"}) {
      TECHNIQUES.put(technique, snakeCase(technique));
      BEGINNINGS.put(technique + "() ", snakeCase(technique) + " ");
    }
    for (String setting :
        new String[] {
          "MaskCharacter", "Length", "Domain", "Luhn", "AssociatedField", "Text", "Number", "MaxAge"
        }) {
      BEGINNINGS.put("with" + setting + "() ", snakeCase(setting) + " ");
    }
    BEGINNINGS.put("truncate() ", "truncate ");
    BEGINNINGS.put("ofWidth() ", "width ");
    BEGINNINGS.put("startingAt() ", "starting_at ");
    BEGINNINGS.put("keepPrefix() ", "prefix ");
    BEGINNINGS.put("encryptedBy() ", "encrypted_by ");
    BEGINNINGS.put("encryptedBy(): ", "encrypted_by: ");
    BEGINNINGS.put("perSubject() ", "subject ");
    BEGINNINGS.put("perSubject(): ", "subject: ");
    BEGINNINGS.put("withAssociatedField(): ", "associated_field: ");
    BEGINNINGS.put(
        "There must be withDomain() or withTweakField(), ",
        "There must be domain or tweak_field, ");
    BEGINNINGS.put("There must be withText() or withNumber(), ", "There must be text or number, ");
    BEGINNINGS.put(
        "The second keyset must be one from KeysetSource.perSubject(), ",
        "The second keyset must be one from a key with a subject, ");
    BEGINNINGS.put(
        "generalize is for STRING, with keepPrefix(), ", "generalize is for STRING, with prefix, ");
    BEGINNINGS.put(
        "generalize is for types with a time of the day, with toDay(), ",
        "generalize is for types with a time of the day, with to: day, ");
    for (Map.Entry<String, String> technique : TECHNIQUES.entrySet()) {
      BEGINNINGS.put(technique.getKey() + " is for ", technique.getValue() + " is for ");
    }
    BEGINNINGS.put("hash is for ", "hash is for ");
    BEGINNINGS.put("redact is for ", "redact is for ");

    ENDS.put(" Give it Alphabet.DIGITS.", " Give it alphabet: digits.");
    ENDS.put(" Leave withBase64Url() out.", " Leave format: base64url out.");
    ENDS.put(" Leave withNumber() out.", " Leave number out.");
    ENDS.put(" Give it withNumber().", " Give it a number.");
    ENDS.put(" Use toMonth() or toYear().", " Use to: month or to: year.");
  }

  private PolicyWords() {}

  /** The message of an exception that refuses a setting. */
  static String of(IllegalArgumentException e) {
    return of(String.valueOf(e.getMessage()));
  }

  /** A message that names no rule. */
  static String of(String message) {
    for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
      if (message.startsWith(beginning.getKey())) {
        return beginning.getValue() + end(message.substring(beginning.getKey().length()));
      }
    }
    return message;
  }

  /** A message of a rule, which it may begin with. */
  static String of(MaskRule rule, String message) {
    String technique = rule.technique();
    for (String named : new String[] {rule.toString(), technique + " '" + rule.path() + "'"}) {
      if (message.startsWith(named + ": ")) {
        return TECHNIQUES.getOrDefault(technique, technique)
            + named.substring(technique.length())
            + ": "
            + of(message.substring(named.length() + 2));
      }
    }
    return of(message);
  }

  private static String end(String message) {
    for (Map.Entry<String, String> end : ENDS.entrySet()) {
      if (message.endsWith(end.getKey())) {
        return message.substring(0, message.length() - end.getKey().length()) + end.getValue();
      }
    }
    return message;
  }

  /** {@code keep_first} of {@code keepFirst}, and of {@code KeepFirst}. */
  static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
