package io.summerbeam.transforms.mask;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.schema.FieldPath;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values so that nobody without the keyset learns even which are equal. The cipher is one
 * of Tink's AEADs, such as AES-GCM; the same value is another ciphertext each time.
 *
 * <p><b>Types.</b> STRING becomes base64url without padding, BYTES become bytes: with AES-GCM 33
 * bytes more, which are 44 characters.
 *
 * <p><b>Again.</b> A bundle that is tried again has other ciphertexts than the first time. Do not
 * group, join or drop duplicates by such a field: {@link TokenizeRule} is for that.
 *
 * <p><b>What is told.</b> How long the values are.
 *
 * <p><b>Errors.</b> On the way back, what was not made with this keyset and associated value, or
 * was changed, makes its record a dead letter.
 *
 * <p><b>Cost.</b> About a microsecond for a short value. Keysets: see {@link KeysetSource}.
 */
@AutoValue
public abstract class EncryptRule extends ReversibleMaskRule {

  private static final long serialVersionUID = 1;

  static EncryptRule of(FieldPath path, KeysetSource keyset) {
    return new AutoValue_EncryptRule(path, keyset, null);
  }

  /**
   * Binds each ciphertext to the value of another field of its record, such as the record's id:
   * whoever moves it to another record makes it unreadable. The associated data are the field's
   * bytes, or its text in UTF-8, whole numbers in decimal. Default: bound to nothing.
   *
   * <p>The field may be masked itself, by a rule that keeps joins; then the masked value counts. On
   * the way back it must have the same value. A record in which it is null is a dead letter.
   *
   * @param path to one value of type STRING, BYTES or a whole number; not to the field itself
   * @throws IllegalArgumentException if it is no path
   */
  public EncryptRule withAssociatedField(String path) {
    FieldPath associated = FieldPath.of(path);
    if (associated.equals(path())) {
      throw new IllegalArgumentException(
          "withAssociatedField() must be another field than the encrypted one, but was: " + path);
    }
    return new AutoValue_EncryptRule(path(), keyset(), associated);
  }

  @Override
  public abstract FieldPath path();

  abstract KeysetSource keyset();

  abstract @Nullable FieldPath associatedField();

  @Override
  public String technique() {
    return "encrypt";
  }

  @Override
  public Protection protection() {
    return Protection.of(true, false, false, "How long the values are.");
  }

  @Override
  int leastLength(FieldType type) {
    // What an AEAD adds, without the number of the key; in base64url.
    return type.getTypeName() == TypeName.BYTES ? 28 : 38;
  }

  @Override
  void check(FieldType type, Schema input) {
    CipherMasks.check(this, keyset(), type, input);
    associatedData(input);
  }

  @Override
  ValueMask open(FieldType type, Schema input) {
    return CipherMasks.encrypting(
        keyset(), CipherKind.RANDOMIZED, associatedData(input), type, input);
  }

  @Override
  ValueMask openInverse(FieldType type, Schema input) {
    return CipherMasks.decrypting(
        keyset(), CipherKind.RANDOMIZED, associatedData(input), type, input);
  }

  @Override
  List<FieldPath> reads() {
    FieldPath associated = associatedField();
    return associated == null ? List.of() : List.of(associated);
  }

  @Override
  @Nullable FieldPath readsInClear() {
    return keyset().subject();
  }

  private AssociatedData associatedData(Schema input) {
    FieldPath field = associatedField();
    return field == null
        ? AssociatedData.text("")
        : AssociatedField.of(field, input, CipherMasks.where(this) + ": withAssociatedField()");
  }
}
