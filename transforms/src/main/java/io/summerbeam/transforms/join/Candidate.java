package io.summerbeam.transforms.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * A record of one side that may find partners.
 *
 * @param left which side it is of
 * @param time its event time, milliseconds
 * @param matched whether it has had a partner
 */
record Candidate(boolean left, long time, boolean matched, Row row) {

  /** Side and match in a byte, the time, then the row. */
  static final class CandidateCoder extends StructuredCoder<Candidate> {

    private static final long serialVersionUID = 1;
    private static final int LEFT = 1;
    private static final int MATCHED = 2;

    private final Coder<Row> lefts;
    private final Coder<Row> rights;

    CandidateCoder(Coder<Row> lefts, Coder<Row> rights) {
      this.lefts = lefts;
      this.rights = rights;
    }

    @Override
    public void encode(Candidate candidate, OutputStream out) throws IOException {
      out.write((candidate.left() ? LEFT : 0) | (candidate.matched() ? MATCHED : 0));
      BigEndianLongCoder.of().encode(candidate.time(), out);
      (candidate.left() ? lefts : rights).encode(candidate.row(), out);
    }

    @Override
    public Candidate decode(InputStream in) throws IOException {
      int flags = in.read();
      long time = BigEndianLongCoder.of().decode(in);
      boolean left = (flags & LEFT) != 0;
      return new Candidate(left, time, (flags & MATCHED) != 0, (left ? lefts : rights).decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(lefts, rights);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      lefts.verifyDeterministic();
      rights.verifyDeterministic();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof CandidateCoder coder
          && lefts.equals(coder.lefts)
          && rights.equals(coder.rights);
    }

    @Override
    public int hashCode() {
      return Objects.hash(CandidateCoder.class, lefts, rights);
    }
  }
}
