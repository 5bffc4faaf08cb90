package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.schema.FieldPath;
import io.summerbeam.sdk.secret.KeySource;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a Tink keyset is, which {@link TokenizeRule}, {@link EncryptRule} and {@link
 * PayloadPolicies} encrypt with. Only the reference travels with the pipeline; the keyset is read
 * on the worker, shared by all who use it there, and never written or shown.
 *
 * <ul>
 *   <li>{@code KeysetSource.of("file:/keys/tokens.json")}: a keyset in Tink's JSON or binary form,
 *       in a file that nobody but its owner may read or write.
 *   <li>{@code KeysetSource.of("env:TOKENS")}: a keyset in JSON, in an environment variable.
 *   <li>{@code .encryptedBy("gcp-kms://projects/...")}: the keyset there is encrypted with a key
 *       that does not leave its key service.
 *   <li>{@code KeysetSource.perSubject("file:/keys/{subject}.json", "customer_id")}: one keyset for
 *       each data subject.
 * </ul>
 *
 * <p><b>To make a keyset:</b> {@code tinkey create-keyset --key-template AES256_SIV --out-format
 * json --out tokens.json} for tokenizing, {@code AES256_GCM} for encrypting; a keyset for the one
 * is refused by the other.
 *
 * <p><b>Rotation.</b> What is new is encrypted with the keyset's primary key; what was encrypted
 * with another key that is in it and enabled can still be decrypted. A keyset is read again when it
 * is older than {@link #withMaxAge}, so a job need not be started again. Add the new key and let
 * all workers have it, then make it the primary one; replace files by renaming. If the keyset
 * cannot be read then, which is logged, the one read before remains in use.
 *
 * <p><b>Erasure.</b> With a keyset for each subject, whoever destroys a subject's keyset makes all
 * unreadable that was encrypted with it, wherever copies are. On workers it remains in use for no
 * longer than {@link #withMaxAge}. The key service must not keep it either, nor a backup.
 *
 * <p><b>Key services.</b> Tink's client for the service must be on the class path ({@code
 * com.google.crypto.tink:tink-gcpkms}, {@code tink-awskms}, ...). One is looked for among those
 * registered with Tink's {@code KmsClients.add}, then by {@code ServiceLoader}, then by the names
 * of Google's and Amazon's; those of the latter two have their default credentials. It is asked
 * once each time a keyset is read.
 *
 * <p><b>Errors.</b> A keyset that cannot be read when a worker starts, or is none for the purpose,
 * is an exception there, with the reference: no record is processed, none is lost. A record whose
 * subject has no keyset is a dead letter. Where the keyset of a subject cannot be read now, or is
 * unfit, that is thrown, whatever handler there is, and the bundle is tried again: only a file that
 * does not exist, in a directory that does, says that there is none.
 */
@AutoValue
public abstract class KeysetSource implements Serializable {

  private static final long serialVersionUID = 1;

  /** The default of {@link #withMaxAge}. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);

  /** The longest of {@link #withMaxAge}: as good as for ever. */
  public static final Duration LONGEST_MAX_AGE = Duration.ofDays(36_500);

  private static final Pattern KEY_URI = Pattern.compile("[a-z][a-z0-9+.-]*://\\S+");

  /**
   * The keyset that a reference leads to: {@code env:NAME} or {@code file:PATH}.
   *
   * @throws IllegalArgumentException if it is neither; the message does not show the text, which
   *     may be the keyset itself, put there by mistake
   */
  public static KeysetSource of(String reference) {
    return of(KeySource.of(reference));
  }

  /** The keyset that somebody else reads: from a vault, a secret store. */
  public static KeysetSource of(KeySource keyset) {
    return new AutoValue_KeysetSource(new OneForAll(keyset), null, null, DEFAULT_MAX_AGE);
  }

  /**
   * A keyset for each data subject, in files.
   *
   * @param reference {@code file:PATH}, in which <code>{subject}</code> or <code>{subject_sha256}
   *     </code> stands once. <code>{subject}</code> is the value of the field as it is; a value
   *     that is unfit for a file's name makes its record a dead letter (200 letters, digits and
   *     {@code _@+.-} at most, no dot first). <code>{subject_sha256}</code> is 64 hexadecimal
   *     digits, for any value, and for file systems to which {@code bob} and {@code Bob} are the
   *     same.
   * @param subjectField the path of the field that says whose data a record is, of type STRING or a
   *     whole number: {@code customer.id}. It must be in clear wherever the keyset is used, in
   *     records and in dead letters: a {@link Mask} with a rule for it is refused
   * @throws IllegalArgumentException if the reference or the path is not of that form
   */
  public static KeysetSource perSubject(String reference, String subjectField) {
    return perSubject(FileSubjectKeys.parse(reference), subjectField);
  }

  /** A keyset for each data subject, wherever they are; see {@link #perSubject(String, String)}. */
  public static KeysetSource perSubject(SubjectKeys keysets, String subjectField) {
    return new AutoValue_KeysetSource(keysets, FieldPath.of(subjectField), null, DEFAULT_MAX_AGE);
  }

  /**
   * The keyset is encrypted with a key of a key service, as {@code tinkey create-keyset
   * --master-key-uri} does it.
   *
   * @param keyUri such as {@code gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k} or
   *     {@code aws-kms://arn:aws:kms:region:account:key/id}
   * @throws IllegalArgumentException if it is no URI; the message does not show it, because it may
   *     be a key
   */
  public KeysetSource encryptedBy(String keyUri) {
    if (!KEY_URI.matcher(keyUri).matches()) {
      throw new IllegalArgumentException(
          "encryptedBy() must be the URI of a key in a key service, such as"
              + " gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k. (The text is not shown"
              + " here because it may be a key.)");
    }
    return new AutoValue_KeysetSource(keys(), subject(), keyUri, maxAge());
  }

  /**
   * How old a keyset on a worker may become before it is read again; that of a subject is not used
   * any longer then, unless it is still there. The shorter, the sooner a destroyed key is of no
   * use; the longer, the fewer reads, which a key service may charge. Default: 5 minutes.
   *
   * @throws IllegalArgumentException if it is not positive, or longer than {@link #LONGEST_MAX_AGE}
   */
  public KeysetSource withMaxAge(Duration maxAge) {
    if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(LONGEST_MAX_AGE) > 0) {
      throw new IllegalArgumentException(
          "withMaxAge() must be positive and at most " + LONGEST_MAX_AGE + ", but was: " + maxAge);
    }
    return new AutoValue_KeysetSource(keys(), subject(), kmsKeyUri(), maxAge);
  }

  abstract SubjectKeys keys();

  /** The field that says which keyset it is; null where there is one for all. */
  abstract @Nullable FieldPath subject();

  abstract @Nullable String kmsKeyUri();

  abstract Duration maxAge();

  /**
   * Checks that the field of the subject is there and can be one.
   *
   * @param where what asked, first words of the message
   */
  final void check(Schema input, String where) {
    FieldPath path = subject();
    if (path != null) {
      SubjectField.of(path, input, where);
    }
  }

  /** Reads the keyset; those of subjects are read when they come. */
  final RecordKeyset open(CipherKind kind, Schema input) {
    FieldPath path = subject();
    if (path == null) {
      SharedKeyset keyset = SharedKeyset.of(new KeysetUse(this, kind));
      return record -> keyset.cipher();
    }
    SubjectField subject = SubjectField.of(path, input, "perSubject()");
    SubjectKeysets keysets = SubjectKeysets.of(new KeysetUse(this, kind));
    return record -> keysets.of(subject.read(record));
  }

  /** The references, and nothing that is behind them. */
  @Override
  public final String toString() {
    return keys()
        + (subject() == null ? "" : " by '" + subject() + "'")
        + (kmsKeyUri() == null ? "" : " encrypted by " + kmsKeyUri());
  }

  /** One keyset, whoever the subject is. */
  private record OneForAll(KeySource keyset) implements SubjectKeys {

    private static final long serialVersionUID = 1;

    @Override
    public KeySource of(String subject) {
      return keyset;
    }

    @Override
    public String toString() {
      return keyset.toString();
    }
  }
}
