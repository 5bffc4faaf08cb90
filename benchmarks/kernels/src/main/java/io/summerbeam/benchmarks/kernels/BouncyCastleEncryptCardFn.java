package io.summerbeam.benchmarks.kernels;

import org.apache.beam.sdk.transforms.DoFn;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** The digits of a card encrypted with Bouncy Castle's engine, made once. */
final class BouncyCastleEncryptCardFn extends DoFn<String, String> {

  private static final long serialVersionUID = 1;
  private static final int DIGITS = 16;

  private transient FPEEngine engine = engine();
  private transient byte[] plain = new byte[DIGITS];
  private transient byte[] encrypted = new byte[DIGITS];

  @Setup
  public void setup() {
    engine = engine();
    plain = new byte[DIGITS];
    encrypted = new byte[DIGITS];
  }

  @ProcessElement
  public void process(ProcessContext context) {
    char[] card = context.element().toCharArray();
    int count = 0;
    for (char c : card) {
      if (isDigit(c)) {
        plain[count++] = (byte) (c - '0');
      }
    }
    engine.processBlock(plain, 0, count, encrypted, 0);
    count = 0;
    for (int i = 0; i < card.length; i++) {
      if (isDigit(card[i])) {
        card[i] = (char) ('0' + encrypted[count++]);
      }
    }
    context.output(new String(card));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static FPEEngine engine() {
    FPEEngine engine = new FPEFF1Engine();
    engine.init(true, new FPEParameters(new KeyParameter(Cards.KEY), 10, Cards.TWEAK));
    return engine;
  }
}
