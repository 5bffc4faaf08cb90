package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.schema.FieldPath;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Replaces values by tokens: equal values by equal ones, so that masked data can be joined and
 * counted, and who has the keyset gets the values back. The cipher is Tink's deterministic AEAD,
 * AES-SIV.
 *
 * <p><b>Types.</b> STRING becomes base64url without padding: 4 characters for each 3 bytes of
 * UTF-8, and 28 more. BYTES become bytes, 21 more.
 *
 * <p><b>Joins.</b> A value has the same token in all fields, jobs and runners that use the same
 * keyset, unless {@link #withDomain} keeps fields apart; with a keyset per subject, within the data
 * of a subject. After a rotation new tokens differ from old ones of the same value, which still
 * open: where that breaks joins, unmask the old data and mask them again.
 *
 * <p><b>What is told.</b> Which values are equal, and how long they are. Where there are few values
 * (yes and no, a state) their frequencies may tell them: encrypt those with {@link EncryptRule}.
 *
 * <p><b>Errors.</b> On the way back, what was not made with this keyset and domain, or was changed,
 * makes its record a dead letter.
 *
 * <p><b>Cost.</b> One to two microseconds for a short value. Keysets: see {@link KeysetSource}.
 */
@AutoValue
public abstract class TokenizeRule extends ReversibleMaskRule {

  private static final long serialVersionUID = 1;

  static TokenizeRule of(FieldPath path, KeysetSource keyset) {
    return new AutoValue_TokenizeRule(path, keyset, "");
  }

  /**
   * Keeps tokens of this domain apart from all others of the keyset: its name is associated data of
   * the cipher, so values have other tokens in it, and tokens open in it only. Default: none.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public TokenizeRule withDomain(String domain) {
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("withDomain() must not be empty. Leave it out for none.");
    }
    return new AutoValue_TokenizeRule(path(), keyset(), domain);
  }

  @Override
  public abstract FieldPath path();

  abstract KeysetSource keyset();

  abstract String domain();

  @Override
  public String technique() {
    return "tokenize";
  }

  @Override
  public Protection protection() {
    return Protection.of(
        true,
        true,
        false,
        keyset().subject() == null
            ? "Which values are equal, and how long they are."
            : "Which values of a subject are equal, and how long they are.");
  }

  @Override
  @Nullable FieldPath readsInClear() {
    return keyset().subject();
  }

  @Override
  int leastLength(FieldType type) {
    // What AES-SIV adds, without the number of the key; in base64url.
    return type.getTypeName() == TypeName.BYTES ? 16 : 22;
  }

  @Override
  void check(FieldType type, Schema input) {
    CipherMasks.check(this, keyset(), type, input);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return CipherMasks.encrypting(
        keyset(), CipherKind.DETERMINISTIC, AssociatedData.text(domain()), type, input);
  }

  @Override
  ValueMask openInverse(FieldType type, Schema input) {
    return CipherMasks.decrypting(
        keyset(), CipherKind.DETERMINISTIC, AssociatedData.text(domain()), type, input);
  }
}
