package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.cipher.KeysetCipher;
import io.summerbeam.sdk.cipher.NotOpenedException;
import io.summerbeam.sdk.failure.DeadLetter;
import io.summerbeam.sdk.failure.PayloadPolicy;
import io.summerbeam.sdk.schema.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/** Encrypts and decrypts what a dead letter holds of the data, with keysets that were read. */
final class LetterSeal {

  /** The format of an encrypted payload; behind it "+" and its own. */
  static final String FORMAT = PayloadPolicy.ENCRYPTED_FORMAT;

  /**
   * The header that holds all headers, and is there if anything else than the payload is encrypted.
   */
  static final String HEADERS = PayloadPolicy.ENCRYPTED_HEADERS;

  /** The header that holds the subject whose keyset it is; without it, it is the keyset for all. */
  static final String SUBJECT = "summerbeam-encrypted-subject";

  private static final MapCoder<String, String> HEADERS_CODER =
      MapCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of());

  private final SharedKeyset keyset;
  private final @Nullable FieldPath subjectPath;
  private final @Nullable SubjectKeysets subjects;

  private LetterSeal(
      SharedKeyset keyset, @Nullable FieldPath subjectPath, @Nullable SubjectKeysets subjects) {
    this.keyset = keyset;
    this.subjectPath = subjectPath;
    this.subjects = subjects;
  }

  /**
   * Reads the keysets.
   *
   * @throws IllegalStateException if they cannot be read
   */
  static LetterSeal of(KeysetSource keyset, @Nullable KeysetSource perSubject) {
    return new LetterSeal(
        SharedKeyset.of(new KeysetUse(keyset, CipherKind.RANDOMIZED)),
        perSubject == null ? null : perSubject.subject(),
        perSubject == null
            ? null
            : SubjectKeysets.of(new KeysetUse(perSubject, CipherKind.RANDOMIZED)));
  }

  /**
   * Encrypts key and headers.
   *
   * @param withPayload whether the payload, too
   * @throws IllegalStateException if the keyset of the subject cannot be read now
   */
  DeadLetter seal(DeadLetter letter, boolean withPayload) {
    KeysetCipher general = keyset.cipher();
    KeysetCipher cipher = general;
    Map<String, String> headers = new LinkedHashMap<>();
    String subject = subject(letter);
    if (subject != null && subjects != null) {
      try {
        cipher = subjects.of(subject);
      } catch (MaskException e) {
        if (e.isRetryable()) {
          throw new IllegalStateException(
              "A dead letter cannot be encrypted. " + e.getMessage(), e);
        }
        // Encrypted with another key, they could be read in spite of the erasure.
        return PayloadPolicy.drop().apply(letter);
      }
      headers.put(
          SUBJECT,
          text(
              general.encrypt(
                  subject.getBytes(StandardCharsets.UTF_8), associated(letter, "subject"))));
    }
    headers.put(
        HEADERS, text(cipher.encrypt(bytes(letter.headers()), associated(letter, HEADERS))));
    DeadLetter.Builder sealed = letter.toBuilder().setHeaders(headers);
    byte[] key = letter.key();
    if (key != null) {
      sealed.setKey(cipher.encrypt(key, associated(letter, "key")));
    }
    byte[] payload = letter.payload();
    if (withPayload && payload != null) {
      String format = letter.payloadFormat();
      sealed
          .setPayload(cipher.encrypt(payload, associated(letter, "payload")))
          .setPayloadFormat(format == null ? FORMAT : FORMAT + "+" + format);
    }
    return sealed.build();
  }

  /** Decrypts what {@link #seal} has encrypted. */
  DeadLetter open(DeadLetter letter) throws MaskException {
    String headers = letter.headers().get(HEADERS);
    if (headers == null) {
      if (isSealed(letter.payloadFormat())) {
        throw new MaskException("It has lost its header " + HEADERS + ".");
      }
      return letter;
    }
    KeysetCipher cipher = cipher(letter);
    DeadLetter.Builder opened =
        letter.toBuilder()
            .setHeaders(headers(decrypt(cipher, base64(headers), associated(letter, HEADERS))));
    byte[] key = letter.key();
    if (key != null) {
      opened.setKey(decrypt(cipher, key, associated(letter, "key")));
    }
    byte[] payload = letter.payload();
    String format = letter.payloadFormat();
    if (payload != null && format != null && isSealed(format)) {
      opened
          .setPayload(decrypt(cipher, payload, associated(letter, "payload")))
          .setPayloadFormat(format.equals(FORMAT) ? null : format.substring(FORMAT.length() + 1));
    }
    return opened.build();
  }

  /** The keys that a dead letter was encrypted with. */
  private KeysetCipher cipher(DeadLetter letter) throws MaskException {
    String sealed = letter.headers().get(SUBJECT);
    if (sealed == null) {
      return keyset.cipher();
    }
    if (subjects == null) {
      throw new MaskException(
          "It was encrypted with the keyset of its subject. Give those of the subjects, too.");
    }
    byte[] subject = decrypt(keyset.cipher(), base64(sealed), associated(letter, "subject"));
    return subjects.of(new String(subject, StandardCharsets.UTF_8));
  }

  private @Nullable String subject(DeadLetter letter) {
    byte[] payload = letter.payload();
    return subjectPath == null || payload == null || !JsonMask.isJson(letter.payloadFormat())
        ? null
        : JsonSubject.find(payload, subjectPath);
  }

  private static boolean isSealed(@Nullable String format) {
    return format != null && (format.equals(FORMAT) || format.startsWith(FORMAT + "+"));
  }

  /** Each part is bound to what it is and to its dead letter. */
  private static byte[] associated(DeadLetter letter, String part) {
    return ("summerbeam:dead-letter:" + letter.id() + ":" + part).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decrypt(KeysetCipher cipher, byte[] sealed, byte[] associated)
      throws MaskException {
    try {
      return cipher.decrypt(sealed, associated);
    } catch (NotOpenedException e) {
      throw new MaskException(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] bytes(Map<String, String> headers) {
    try {
      return CoderUtils.encodeToByteArray(HEADERS_CODER, headers);
    } catch (CoderException e) {
      throw new IllegalStateException("Headers can be encoded.", e);
    }
  }

  private static Map<String, String> headers(byte[] bytes) {
    try {
      return CoderUtils.decodeFromByteArray(HEADERS_CODER, bytes);
    } catch (CoderException e) {
      throw new IllegalStateException("Headers that were encrypted can be decoded.", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @SuppressWarnings("UnusedException") // It quotes the text.
  private static byte[] base64(String text) throws MaskException {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MaskException("A header of it is not base64url: it was changed.");
    }
  }
}
