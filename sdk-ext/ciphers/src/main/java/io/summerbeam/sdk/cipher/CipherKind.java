package io.summerbeam.sdk.cipher;

/** The ways to encrypt that keysets are made for. A keyset is of one kind. */
public enum CipherKind {
  /**
   * Deterministic AEAD, AES-SIV: the same text is encrypted to the same bytes. Who sees them learns
   * which texts are equal, and how long they are.
   */
  DETERMINISTIC("deterministic encryption", "AES256_SIV"),

  /**
   * AEAD, such as AES-GCM: the same text is encrypted to other bytes each time. Who sees them
   * learns how long it is.
   */
  RANDOMIZED("randomized encryption", "AES256_GCM");

  private final String text;
  private final String template;

  CipherKind(String text, String template) {
    this.text = text;
    this.template = template;
  }

  /** The name of a key template of this kind, as tinkey knows it: {@code AES256_SIV}. */
  public String template() {
    return template;
  }

  /** In words, for messages. */
  @Override
  public String toString() {
    return text;
  }
}
