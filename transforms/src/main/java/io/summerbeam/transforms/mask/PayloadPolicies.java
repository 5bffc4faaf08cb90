package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.transforms.mask.scrub.Detector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * What dead letters may hold of the data, by encryption and masking; {@link PayloadPolicy#drop} and
 * {@link PayloadPolicy#keep} need neither.
 *
 * <pre>{@code
 * DeadLetters.in(pipeline)
 *     .withPayloadPolicy(PayloadPolicies.encrypt(KeysetSource.of("file:/keys/dead.json")))
 *     .writeTo(FileDeadLetters.to(directory))
 * }</pre>
 *
 * <p>With all of these, the message is our own, which quotes no data, and the stack trace has
 * classes and frames only: what libraries say ({@code Unrecognized token 'secret123'}) is left out.
 * The coordinates stay. The time of the event stays in clear, even where it comes from a field that
 * is masked or encrypted: a replay needs it to put the record into its window. So does the id, a
 * hash; where a record came without coordinates it is one of the payload and the event time, and
 * whoever can guess both can tell that they are right.
 */
public final class PayloadPolicies {

  private PayloadPolicies() {}

  /**
   * Payload, key and headers are encrypted; {@link #decrypt} brings them back. Whoever changes one,
   * or moves it to another dead letter, makes it unreadable.
   *
   * <p>The format of an encrypted payload is {@code encrypted}, or {@code encrypted+} and its own:
   * {@code encrypted+json}. In the place of the headers there is one, {@code
   * summerbeam-encrypted-headers}.
   *
   * @param keyset for randomized encryption, such as {@code AES256_GCM}
   * @throws IllegalArgumentException if it is one per subject, which {@link #encrypt(KeysetSource,
   *     KeysetSource)} takes
   */
  public static PayloadPolicy encrypt(KeysetSource keyset) {
    return new EncryptPayload(forAll(keyset), null);
  }

  /**
   * As {@link #encrypt(KeysetSource)}, and what is known to be a data subject's with the keyset of
   * the subject, so that destroying it makes the subject's dead letters unreadable.
   *
   * <p>The subject is looked for in a payload that is JSON. Where it is not found, and so in all
   * that is malformed, the keyset for all is used, which erasure does not reach: let the sink keep
   * dead letters no longer than the law lets you. Where the subject has no keyset (it was
   * destroyed) payload, key and headers are dropped; where it cannot be read now, that is thrown,
   * so that the bundle is tried again and nothing is lost. The subject must be in clear in the
   * payload: behind a step that masks it, what is looked for is the keyset of a pseudonym. The
   * subject itself is encrypted with the keyset for all, as a header {@code
   * summerbeam-encrypted-subject}.
   *
   * @param keyset for all others, for randomized encryption
   * @param perSubject from {@link KeysetSource#perSubject}, for randomized encryption
   * @throws IllegalArgumentException if either is of the other's kind
   */
  public static PayloadPolicy encrypt(KeysetSource keyset, KeysetSource perSubject) {
    return new EncryptPayload(forAll(keyset), bySubject(perSubject));
  }

  /**
   * The payload is masked by these rules. Without {@link MaskPayload#withSchema} all that no path
   * leads to stays in clear, so a misspelt field does. See {@link MaskPayload} for what rules can
   * do there, and what becomes of what cannot be masked: it is dropped, or encrypted where {@link
   * MaskPayload#orEncrypt(KeysetSource)} says so, and never kept.
   */
  public static MaskPayload mask(MaskRule rule, MaskRule... others) {
    List<MaskRule> rules = new ArrayList<>(List.of(rule));
    rules.addAll(Arrays.asList(others));
    return mask(rules);
  }

  /**
   * The payload is masked by these rules; see {@link #mask(MaskRule, MaskRule...)}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MaskPayload mask(List<MaskRule> rules) {
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(
          "mask() must be given one rule or more, but there is none.");
    }
    return MaskPayload.ofRules(List.copyOf(rules));
  }

  /**
   * Personal data that these detectors find in the payload is replaced; all else in it is kept. See
   * {@link MaskPayload}.
   *
   * @throws IllegalArgumentException if there is none, or two have one name
   */
  public static MaskPayload scrub(List<Detector> detectors) {
    return MaskPayload.ofDetectors(detectors);
  }

  /**
   * Decrypts what {@link #encrypt(KeysetSource)} has encrypted; other dead letters are given back
   * as they are.
   *
   * <pre>{@code
   * letters.apply(MapElements.into(TypeDescriptor.of(DeadLetter.class)).via(PayloadPolicies.decrypt(keyset)))
   * }</pre>
   *
   * <p>It throws an IllegalArgumentException for what was encrypted with another keyset, or was
   * changed since; the message has the id of the dead letter.
   */
  public static SerializableFunction<DeadLetter, DeadLetter> decrypt(KeysetSource keyset) {
    return new DecryptPayload(forAll(keyset), null);
  }

  /** Decrypts what {@link #encrypt(KeysetSource, KeysetSource)} has encrypted. */
  public static SerializableFunction<DeadLetter, DeadLetter> decrypt(
      KeysetSource keyset, KeysetSource perSubject) {
    return new DecryptPayload(forAll(keyset), bySubject(perSubject));
  }

  static KeysetSource forAll(KeysetSource keyset) {
    if (keyset.subject() != null) {
      throw new IllegalArgumentException(
          "There must be a keyset for dead letters whose subject is not known, but was: "
              + keyset
              + ". Give one that is for all, and this one as the second.");
    }
    return keyset;
  }

  static KeysetSource bySubject(KeysetSource perSubject) {
    if (perSubject.subject() == null) {
      throw new IllegalArgumentException(
          "The second keyset must be one from KeysetSource.perSubject(), but was: " + perSubject);
    }
    return perSubject;
  }
}
