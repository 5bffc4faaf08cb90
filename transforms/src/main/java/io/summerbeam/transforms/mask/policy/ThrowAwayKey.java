package io.summerbeam.transforms.mask.policy;

import io.summerbeam.sdk.cipher.CipherKind;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.KeysetSource;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** Keys that nobody has had before and nobody will have again, for examples. */
enum ThrowAwayKey implements KeySource {
  BYTES,
  DETERMINISTIC,
  RANDOMIZED;

  private static final Map<ThrowAwayKey, byte[]> KEYS =
      Map.of(
          BYTES, random(32),
          DETERMINISTIC, keyset("AesSivKey", 2, 64),
          RANDOMIZED, keyset("AesGcmKey", 3, 32));

  static KeysetSource keyset(CipherKind kind) {
    ThrowAwayKey key =
        switch (kind) {
          case DETERMINISTIC -> DETERMINISTIC;
          case RANDOMIZED -> RANDOMIZED;
        };
    return KeysetSource.of(key);
  }

  @Override
  public byte[] read() {
    return Objects.requireNonNull(KEYS.get(this)).clone();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * A keyset in Tink's JSON, which has each key as protobuf writes it.
   *
   * @param field the number of the field that the bytes of the key are in
   */
  private static byte[] keyset(String type, int field, int size) {
    byte[] message = new byte[2 + size];
    message[0] = (byte) ((field << 3) | 2);
    message[1] = (byte) size;
    System.arraycopy(random(size), 0, message, 2, size);
    String json =
        "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":"
            + "\"type.googleapis.com/google.crypto.tink."
            + type
            + "\",\"value\":\""
            + Base64.getEncoder().encodeToString(message)
            + "\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":1,"
            + "\"outputPrefixType\":\"TINK\"}]}";
    return json.getBytes(StandardCharsets.US_ASCII);
  }
}
