package io.summerbeam.transforms.mask;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.cipher.NotOpenedException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.values.Row;

/**
 * Keysets at work on values: text becomes base64url without padding, so that it remains text; bytes
 * become bytes.
 */
final class CipherMasks {

  private static final Set<TypeName> TYPES = EnumSet.of(TypeName.STRING, TypeName.BYTES);

  private final RecordKeyset keyset;
  private final AssociatedData associated;

  private CipherMasks(RecordKeyset keyset, AssociatedData associated) {
    this.keyset = keyset;
    this.associated = associated;
  }

  /**
   * Refuses a rule for values that are neither text nor bytes, or whose keyset is not to be told.
   */
  static void check(MaskRule rule, KeysetSource keyset, FieldType type, Schema input) {
    String where = where(rule);
    if (!TYPES.contains(type.getTypeName())) {
      throw new IllegalArgumentException(
          where
              + ": values must be STRING or BYTES to be encrypted, but are "
              + type.getTypeName()
              + ". Convert them before.");
    }
    keyset.check(input, where);
  }

  /** The rule as messages begin with it: {@code tokenize 'customer.email'}. */
  static String where(MaskRule rule) {
    return rule.technique() + " '" + rule.path() + "'";
  }

  static ValueMask encrypting(
      KeysetSource source,
      CipherKind kind,
      AssociatedData associated,
      FieldType type,
      Schema input) {
    CipherMasks masks = new CipherMasks(source.open(kind, input), associated);
    return isText(type) ? masks::encryptText : masks::encryptBytes;
  }

  static ValueMask decrypting(
      KeysetSource source,
      CipherKind kind,
      AssociatedData associated,
      FieldType type,
      Schema input) {
    CipherMasks masks = new CipherMasks(source.open(kind, input), associated);
    return isText(type) ? masks::decryptText : masks::decryptBytes;
  }

  private static boolean isText(FieldType type) {
    return type.getTypeName() == TypeName.STRING;
  }

  private Object encryptText(Object value, Row record) throws MaskException {
    byte[] clear = TextBytes.of((String) value);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(keyset.of(record).encrypt(clear, associated.of(record)));
  }

  private Object encryptBytes(Object value, Row record) throws MaskException {
    return keyset.of(record).encrypt((byte[]) value, associated.of(record));
  }

  private Object decryptText(Object value, Row record) throws MaskException {
    return TextBytes.toText(open(base64((String) value), record));
  }

  private Object decryptBytes(Object value, Row record) throws MaskException {
    return open((byte[]) value, record);
  }

  private byte[] open(byte[] encrypted, Row record) throws MaskException {
    try {
      return keyset.of(record).decrypt(encrypted, associated.of(record));
    } catch (NotOpenedException e) {
      throw new MaskException(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("UnusedException") // It quotes the text.
  private static byte[] base64(String text) throws MaskException {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MaskException(
          "The text must be base64url, as encrypted text is, but is not. It was not encrypted, or"
              + " changed since.");
    }
  }
}
