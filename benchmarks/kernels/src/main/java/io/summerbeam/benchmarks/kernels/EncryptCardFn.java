package io.summerbeam.benchmarks.kernels;

import io.summerbeam.transforms.mask.fpe.Alphabet;
import io.summerbeam.transforms.mask.fpe.FormatPreservingCipher;
import io.summerbeam.transforms.mask.fpe.UnfitTextException;
import org.apache.beam.sdk.transforms.DoFn;

/** The digits of a card encrypted with our cipher. */
final class EncryptCardFn extends DoFn<String, String> {

  private static final long serialVersionUID = 1;

  private transient FormatPreservingCipher cipher = cipher();

  @Setup
  public void setup() {
    cipher = cipher();
  }

  @ProcessElement
  public void process(ProcessContext context) throws UnfitTextException {
    context.output(cipher.encrypt(context.element(), Cards.TWEAK));
  }

  private static FormatPreservingCipher cipher() {
    return FormatPreservingCipher.of(Cards.KEY, Alphabet.DIGITS);
  }
}
