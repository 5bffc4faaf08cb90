package io.summerbeam.contract;

import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.transforms.mask.KeysetSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A key that is no secret and travels with the pipeline, so that every runner has it. */
record ContractKey(String text) implements KeySource {

  private static final long serialVersionUID = 1;

  static final ContractKey BYTES = new ContractKey("0123456789abcdef0123456789abcdef");

  private static final int SIV_BYTES = 64;
  private static final int GCM_BYTES = 32;

  /** A Tink keyset in JSON, of one key of AES-SIV, which is all the same byte. */
  static KeysetSource keyset() {
    byte[] key = new byte[2 + SIV_BYTES];
    // As protobuf writes it: the field, the length, the bytes.
    key[0] = 0x12;
    key[1] = SIV_BYTES;
    return keyset("AesSivKey", key);
  }

  /** A Tink keyset in JSON, of one key of AES-GCM, which is all the same byte. */
  static KeysetSource randomizedKeyset() {
    byte[] key = new byte[2 + GCM_BYTES];
    key[0] = 0x1a;
    key[1] = GCM_BYTES;
    return keyset("AesGcmKey", key);
  }

  private static KeysetSource keyset(String type, byte[] key) {
    return KeysetSource.of(
        new ContractKey(
            "{\"primaryKeyId\":7,\"key\":[{\"keyData\":{\"typeUrl\":"
                + "\"type.googleapis.com/google.crypto.tink."
                + type
                + "\",\"value\":\""
                + Base64.getEncoder().encodeToString(key)
                + "\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":7,"
                + "\"outputPrefixType\":\"TINK\"}]}"));
  }

  @Override
  public byte[] read() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
