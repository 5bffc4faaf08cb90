package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.KeysetSource;
import io.summerbeam.transforms.mask.MaskPayload;
import io.summerbeam.transforms.mask.MaskRule;
import io.summerbeam.transforms.mask.PayloadPolicies;
import io.summerbeam.transforms.mask.scrub.Detector;
import io.summerbeam.transforms.yaml.YamlErrors;
import io.summerbeam.transforms.yaml.YamlMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of dead letters; where it says nothing they are masked, and what cannot be is
 * dropped.
 *
 * @param payload what becomes of payloads
 * @param unparseable what becomes of those that cannot be masked
 * @param keyset for what is encrypted; null if nothing is
 * @param perSubject for what is known to be a subject's; null if there is one keyset for all
 * @param scrubbed what is looked for besides in what is masked
 */
record DeadLetterSettings(
    Payload payload,
    Unparseable unparseable,
    @Nullable KeysetSource keyset,
    @Nullable KeysetSource perSubject,
    List<Detector> scrubbed) {

  /** What becomes of a payload. */
  enum Payload {
    KEEP,
    DROP,
    ENCRYPT,
    MASK
  }

  /** What becomes of a payload that cannot be masked. It is never kept. */
  enum Unparseable {
    DROP,
    ENCRYPT
  }

  private static final String NAME = "dead_letters";
  private static final String UNPARSEABLE = "unparseable";
  private static final String SCRUB = "scrub";
  private static final String KEY = "key";
  private static final String SUBJECT_KEY = "subject_key";

  static DeadLetterSettings read(@Nullable YamlMap map, int line, Keys keys, YamlErrors errors) {
    if (map == null) {
      return new DeadLetterSettings(Payload.MASK, Unparseable.DROP, null, null, List.of());
    }
    if (!map.has("payload")) {
      errors.add(line, NAME + ": payload is missing: keep, drop, encrypt or mask.");
    }
    Payload payload = map.choice("payload", Payload.class).orElse(Payload.MASK);
    Unparseable unparseable = map.choice(UNPARSEABLE, Unparseable.class).orElse(Unparseable.DROP);
    Settings settings = new Settings(NAME, line, map, errors);
    List<Detector> scrubbed =
        settings.has(SCRUB) ? Techniques.detectors(settings, SCRUB) : List.of();
    boolean encrypts = payload == Payload.ENCRYPT || unparseable == Unparseable.ENCRYPT;
    KeysetSource keyset = encrypts ? keys.keyset(settings, KEY, CipherKind.RANDOMIZED) : null;
    KeysetSource perSubject =
        encrypts && settings.has(SUBJECT_KEY)
            ? keys.keyset(settings, SUBJECT_KEY, CipherKind.RANDOMIZED)
            : null;
    if (payload != Payload.MASK) {
      refuse(settings, UNPARSEABLE, "what cannot be masked, but nothing is masked. Leave it out.");
      refuse(settings, SCRUB, "what is masked, but nothing is masked. Leave it out.");
    }
    if (!encrypts) {
      refuse(settings, KEY, "what is encrypted, but nothing is encrypted. Leave it out.");
      refuse(settings, SUBJECT_KEY, "what is encrypted, but nothing is encrypted. Leave it out.");
    }
    map.noOthers();
    DeadLetterSettings read =
        new DeadLetterSettings(payload, unparseable, keyset, perSubject, scrubbed);
    if (settings.areFit() && encrypts) {
      read.check(settings);
    }
    return read;
  }

  private static void refuse(Settings settings, String name, String message) {
    if (settings.has(name)) {
      settings.refuse(name, name + " is for " + message);
    }
  }

  /** Notes what is wrong with the keysets. */
  private void check(Settings settings) {
    try {
      PayloadPolicy unused = encrypt();
    } catch (IllegalArgumentException e) {
      settings.refuse(KEY, PolicyWords.of(e));
    }
  }

  /**
   * The policy.
   *
   * @param rules what payloads are masked by
   */
  PayloadPolicy toPayloadPolicy(List<MaskRule> rules) {
    return switch (payload) {
      case KEEP -> PayloadPolicy.keep();
      case DROP -> PayloadPolicy.drop();
      case ENCRYPT -> encrypt();
      case MASK -> mask(rules);
    };
  }

  private PayloadPolicy encrypt() {
    KeysetSource all = requiredKeyset();
    return perSubject == null
        ? PayloadPolicies.encrypt(all)
        : PayloadPolicies.encrypt(all, perSubject);
  }

  private PayloadPolicy mask(List<MaskRule> rules) {
    MaskPayload mask = PayloadPolicies.mask(rules);
    mask = scrubbed.isEmpty() ? mask : mask.withScrubbing(scrubbed);
    if (unparseable == Unparseable.DROP) {
      return mask;
    }
    KeysetSource all = requiredKeyset();
    return perSubject == null ? mask.orEncrypt(all) : mask.orEncrypt(all, perSubject);
  }

  private KeysetSource requiredKeyset() {
    if (keyset == null) {
      throw new IllegalStateException("It encrypts, so there is a keyset.");
    }
    return keyset;
  }
}
