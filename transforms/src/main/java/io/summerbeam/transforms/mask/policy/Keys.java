package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.schema.NearestName;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlMap;
import io.summerbeam.transforms.yaml.YamlNode;
import io.summerbeam.transforms.yaml.YamlScalar;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a policy, by the names that its treatments call them. All of them are references, and
 * no message shows one: what stands there may be the key itself, put there by mistake.
 */
final class Keys {

  /** What a treatment names its key with. */
  private static final String SETTING = "key";

  /**
   * What a reference leads to.
   *
   * @param bytes where a key is that is bytes and no more; null if it can only be a keyset
   * @param keyset where a keyset is
   */
  record Reference(@Nullable KeySource bytes, KeysetSource keyset) {

    /** One that says nothing of what is there. */
    static Reference of(KeySource key) {
      return new Reference(key, KeysetSource.of(key));
    }

    /** In the place of one that is wrong, which was noted. */
    static Reference none() {
      return of(ThrowAwayKey.BYTES);
    }
  }

  /** What a key was first asked for. */
  private record Use(@Nullable CipherKind kind, String technique, int line) {}

  private final Map<String, Reference> references = new LinkedHashMap<>();
  private final Map<String, Use> uses = new LinkedHashMap<>();
  private final boolean thrownAway;
  private final YamlErrors errors;

  /**
   * @param given what takes the place of the policy's own references
   * @param thrownAway whether all keys are to be random ones, for examples
   */
  Keys(
      @Nullable YamlMap names,
      Map<String, Reference> given,
      boolean thrownAway,
      YamlErrors errors) {
    this.thrownAway = thrownAway;
    this.errors = errors;
    if (names != null) {
      for (String name : names.keys()) {
        Reference own = read(name, names.get(name).orElseThrow(), names.lineOf(name));
        references.put(name, given.getOrDefault(name, own));
      }
    }
  }

  /** The key that a treatment names, where it takes bytes. */
  KeySource bytes(Settings settings) {
    Reference reference = find(settings, SETTING, null);
    KeySource bytes = reference == null ? null : reference.bytes();
    if (reference != null && bytes == null) {
      settings.refuse(
          SETTING,
          "key must be bytes, but this one can only be a keyset. Give it one that is a reference and"
              + " nothing else.");
    }
    return bytes == null || thrownAway ? ThrowAwayKey.BYTES : bytes;
  }

  /** The key that a treatment names, where it takes a keyset. */
  KeysetSource keyset(Settings settings, CipherKind kind) {
    return keyset(settings, SETTING, kind);
  }

  /** The key that a setting names, where it takes a keyset. */
  KeysetSource keyset(Settings settings, String setting, CipherKind kind) {
    Reference reference = find(settings, setting, kind);
    KeysetSource keyset = reference == null ? null : reference.keyset();
    return keyset == null || thrownAway ? ThrowAwayKey.keyset(kind) : keyset;
  }

  private @Nullable Reference find(Settings settings, String setting, @Nullable CipherKind kind) {
    if (!settings.has(setting)) {
      settings.refuse(setting, "it must have " + setting + ", the name of a key." + names());
      return null;
    }
    String name = settings.text(setting);
    if (name == null) {
      return null;
    }
    Reference reference = references.get(name);
    if (reference == null) {
      settings.refuse(
          setting,
          setting
              + " must be the name of a key, but there is none of the name that it has"
              + NearestName.hint(name, references.keySet())
              + names());
      return null;
    }
    requireOneUse(name, setting, new Use(kind, settings.technique(), settings.line()), settings);
    return reference;
  }

  /** Bytes, keys of AES-SIV and keys of AES-GCM are different things, so one key is one of them. */
  private void requireOneUse(String name, String setting, Use use, Settings settings) {
    Use before = uses.putIfAbsent(name, use);
    if (before != null && before.kind() != use.kind()) {
      settings.refuse(
          setting,
          setting
              + " must be "
              + kind(use)
              + ", but '"
              + name
              + "' is "
              + kind(before)
              + " for "
              + before.technique()
              + " in line "
              + before.line()
              + ". Use two keys.");
    }
  }

  private static String kind(Use use) {
    return use.kind() == null ? "a key of bytes" : "a keyset for " + use.kind();
  }

  private String names() {
    return references.isEmpty()
        ? " The policy has none: add keys: { NAME: env:VARIABLE }"
        : " Keys: " + String.join(", ", references.keySet());
  }

  private Reference read(String name, YamlNode node, int line) {
    if (node instanceof YamlScalar scalar && scalar.value() instanceof String text) {
      return parse(name, line, () -> Reference.of(KeySource.of(text)));
    }
    if (!(node instanceof YamlMap map)) {
      errors.add(
          line,
          "keys: '"
              + name
              + "' must be a reference, such as env:NAME or file:PATH, but is "
              + node.kind()
              + ".");
      return Reference.none();
    }
    String reference = map.requiredText("reference").orElse(null);
    String subject = map.text("subject").orElse(null);
    String encryptedBy = map.text("encrypted_by").orElse(null);
    String maxAge = map.text("max_age").orElse(null);
    map.noOthers();
    if (reference == null) {
      return Reference.none();
    }
    return parse(
        name,
        line,
        () -> {
          KeysetSource keyset =
              subject == null
                  ? KeysetSource.of(reference)
                  : KeysetSource.perSubject(reference, subject);
          keyset = encryptedBy == null ? keyset : keyset.encryptedBy(encryptedBy);
          keyset = maxAge == null ? keyset : keyset.withMaxAge(duration(maxAge));
          boolean onlyKeyset = subject != null || encryptedBy != null || maxAge != null;
          return new Reference(onlyKeyset ? null : KeySource.of(reference), keyset);
        });
  }

  private Reference parse(String name, int line, Supplier<Reference> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      errors.add(line, "keys: '" + name + "': " + PolicyWords.of(e));
      return Reference.none();
    }
  }

  @SuppressWarnings("UnusedException") // It says no more than this.
  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "max_age must be a duration such as PT5M, but is '" + text + "'.");
    }
  }
}
