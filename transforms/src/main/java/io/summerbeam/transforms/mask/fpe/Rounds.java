package io.summerbeam.transforms.mask.fpe;

/**
 * The Feistel network of FF1 for numerals of one length: they are split in two, and in each round
 * one half has added to it what AES makes of the other.
 */
interface Rounds {

  /** Of how many numerals. */
  int length();

  /** Encrypts the first {@link #length} numerals in place; each is below the radix. */
  void encrypt(int[] numerals, byte[] tweak);

  /** Decrypts them in place. */
  void decrypt(int[] numerals, byte[] tweak);
}
